import { useEffect, useEffectEvent, useState } from 'react';

type Message = { kind: 'here' | 'taken' | 'take' | 'left'; from: string };

/** Which of several tabs edits a workflow: the first that opened it, until another takes over. */
export function useOneTab(workflowId: string | null, flush: () => Promise<unknown>) {
  const [own] = useState(() => crypto.getRandomValues(new Uint32Array(2)).join(''));
  const [holds, setHolds] = useState(true);
  const [channel, setChannel] = useState<BroadcastChannel | null>(null);
  const answer = useEffectEvent((to: BroadcastChannel, { kind, from }: Message) => {
    if (from === own) return;
    if (kind === 'here' && holds) to.postMessage({ kind: 'taken', from: own } satisfies Message);
    if (kind === 'taken') setHolds(false);
    // What was typed here is stored before the other tab goes on with it.
    if (kind === 'take' && holds) {
      void flush()
        .catch(() => undefined)
        .then(() => {
          setHolds(false);
          to.postMessage({ kind: 'left', from: own } satisfies Message);
        });
    }
    if (kind === 'left' && waiting) {
      setWaiting(false);
      setHolds(true);
    }
  });
  const [waiting, setWaiting] = useState(false);
  useEffect(() => {
    if (!workflowId) return;
    const opened = new BroadcastChannel(`countersign.editor.${workflowId}`);
    opened.onmessage = (event: MessageEvent<Message>) => answer(opened, event.data);
    opened.postMessage({ kind: 'here', from: own } satisfies Message);
    setChannel(opened);
    return () => {
      opened.close();
      setChannel(null);
    };
  }, [workflowId, own]);
  // A tab that was closed meanwhile does not answer.
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(() => {
      setWaiting(false);
      setHolds(true);
    }, 1_500);
    return () => clearTimeout(timer);
  }, [waiting]);
  const take = () => {
    setWaiting(true);
    channel?.postMessage({ kind: 'take', from: own } satisfies Message);
  };
  return { holds, take, waiting };
}
