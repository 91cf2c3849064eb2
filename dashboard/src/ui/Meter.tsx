import './Meter.css';

/** How much of a limit is used, in words and as a bar. */
export function Meter({ label, used, most, text }: { label: string; used: number; most: number; text: string }) {
  const full = used >= most;
  return (
    <div className="meter">
      <span className="muted">{label}</span> <b>{text}</b>
      <svg
        className={full ? 'meter-bar meter-full' : 'meter-bar'}
        viewBox="0 0 100 4"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <rect width="100" height="4" className="meter-ground" />
        <rect width={most === 0 ? 0 : Math.min(100, (used / most) * 100)} height="4" className="meter-used" />
      </svg>
    </div>
  );
}
