import { useConnectors } from '../api/queries.ts';

/** A vendor's two letters in its colour, drawn by us. Decorative: the vendor's name stands beside it. */
export function Monogram({ connector, size = 24 }: { connector: string; size?: number }) {
  const connectors = useConnectors();
  const mark = connectors.data?.find((each) => each.key === connector)?.monogram ?? {
    text: connector.slice(0, 2).toUpperCase(),
    color: '#6a655d',
  };
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" style={{ flexShrink: 0 }}>
      <rect width="24" height="24" rx="6" fill={mark.color} />
      <text x="12" y="16" textAnchor="middle" fontSize="10.5" fontWeight="600" fill={inkOn(mark.color)}>
        {mark.text.slice(0, 2)}
      </text>
    </svg>
  );
}

/** Black or white, whichever reads better on a `#rrggbb` colour. */
function inkOn(color: string): string {
  const [red = 0, green = 0, blue = 0] = (color.match(/[\da-f]{2}/gi) ?? []).map((pair) =>
    Number.parseInt(pair, 16),
  );
  return red * 0.299 + green * 0.587 + blue * 0.114 > 150 ? '#1b1a18' : '#ffffff';
}

/** A vendor's name by its key; the key itself while connectors are being read. */
export function useConnectorName(): (key: string) => string {
  const connectors = useConnectors();
  return (key) => connectors.data?.find((each) => each.key === key)?.name ?? key;
}
