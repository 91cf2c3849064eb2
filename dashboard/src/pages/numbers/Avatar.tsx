import { useState } from 'react';
import './numbers.css';

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return words
    .slice(0, 2)
    .map((word) => Array.from(word)[0] ?? '')
    .join('')
    .toUpperCase();
}

/** The picture that an account shows of itself; its initials where it shows none. */
export function Avatar({ name, picture }: { name: string; picture: string | null }) {
  const [lost, setLost] = useState<string | null>(null);
  return picture !== null && picture !== lost ? (
    <img className="avatar" src={picture} alt="" width="36" height="36" onError={() => setLost(picture)} />
  ) : (
    <span className="avatar" aria-hidden="true">
      {initials(name)}
    </span>
  );
}
