import { encode } from "uqr";
import styles from "./factors.module.css";

const QUIET_ZONE = 2;

/** One path of squares. Black on white in the dark too: cameras expect it so. */
export function Qr({ of, label }: { of: string; label: string }) {
  const { data, size } = encode(of, { ecc: "M", border: QUIET_ZONE });
  const squares = data.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
  );
  return (
    <svg
      className={styles.qr}
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
    >
      <path className={styles.paper} d={`M0 0h${size}v${size}h-${size}z`} />
      <path className={styles.ink} d={squares.join("")} />
    </svg>
  );
}
