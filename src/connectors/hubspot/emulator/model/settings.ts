/** What HubSpot leaves open or changes now and then; set through the control door. */
export interface Settings {
  /** How long a search still sees a record as it was. HubSpot says "a few moments". */
  searchLagMs: number;
  /** Whether `total` of a search stops at 10,000, as its pages do; the docs leave it open. */
  searchTotalCapped: boolean;
  /** How long events are gathered before they go out together. Not documented. */
  webhookBatchMs: number;
  /** Events of one post; HubSpot's most is 100. */
  webhookBatchMax: number;
  /** The version of the older signature header, sent beside v3. HubSpot docs say v1; a sample says v3. */
  webhookSignature: 'v1' | 'v2';
  /** What `changeFlag` says of a creation: NEW in HubSpot's own samples, CREATED in newer ones. */
  createdFlag: 'NEW' | 'CREATED';
  /** Life of an access token; HubSpot's is 30 minutes. */
  accessTokenSeconds: number;
  /** Whether a refresh answers with a new refresh token and ends the old one. HubSpot keeps the same one. */
  rotateRefreshTokens: boolean;
  /** Whether a known property without a value is answered as null; the docs say both. */
  nullForEmpty: boolean;
  /** Repeating a timeline event's template and id: refused with 409, or answered as if it were new. */
  timelineRepeat: 'refuse' | 'ignore';
  /** Whether the API can set a lifecycle stage backwards; HubSpot does not. */
  lifecycleBackwards: boolean;
}

export const defaultSettings: Settings = {
  searchLagMs: 2000,
  searchTotalCapped: false,
  webhookBatchMs: 100,
  webhookBatchMax: 100,
  webhookSignature: 'v1',
  createdFlag: 'NEW',
  accessTokenSeconds: 1800,
  rotateRefreshTokens: false,
  nullForEmpty: true,
  timelineRepeat: 'refuse',
  lifecycleBackwards: false,
};
