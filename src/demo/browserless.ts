/** A person's browser as far as a journey needs it: posts forms, follows links, keeps cookies. */
export class Visitor {
  readonly origin: string;
  readonly #cookies = new Map<string, string>();
  constructor(origin: string) {
    this.origin = origin;
  }

  /** Posts a form as a page would; gives where it leads and the page's text. */
  async post(
    path: string,
    fields: Record<string, string> | FormData,
  ): Promise<{ path: string; text: string }> {
    const body = fields instanceof FormData ? fields : new URLSearchParams(fields);
    return this.#visit(path, { method: 'POST', body });
  }

  /** Posts a form that leads to another site; gives the address it leads to. */
  async leave(path: string, fields: Record<string, string>): Promise<string> {
    const response = await this.#send(path, { method: 'POST', body: new URLSearchParams(fields) });
    const location = response.headers.get('location');
    if (location) return new URL(location, this.origin + path).href;
    throw new Error(`${path} answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
  }

  async get(path: string): Promise<{ path: string; text: string }> {
    return this.#visit(path, {});
  }

  /** Calls a JSON API; throws with the answer's text when it refuses. */
  async json<Value>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Value> {
    const response = await this.#send(path, {
      method,
      headers: { 'content-type': 'application/json', origin: this.origin, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
    return (text === '' ? null : JSON.parse(text)) as Value;
  }

  async #visit(path: string, init: RequestInit): Promise<{ path: string; text: string }> {
    let response = await this.#send(path, init);
    let at = path;
    for (let hops = 0; response.status >= 300 && response.status < 400 && hops < 5; hops++) {
      at = new URL(response.headers.get('location')!, this.origin + at).href.slice(this.origin.length);
      response = await this.#send(at, {});
    }
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 300)}`);
    return { path: at, text };
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(init.headers as Record<string, string>), ...(cookie ? { cookie } : {}) };
    const response = await fetch(this.origin + path, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [name, value] = line.split(';')[0]!.split(/=(.*)/s) as [string, string];
      this.#cookies.set(name, value);
    }
    return response;
  }
}
