import { useI18n } from '../i18n/I18n';
import type { TextKey } from '../i18n/languages';
import { Dialog } from '../ui/Dialog';
import { singleKeysOn } from './keys';
import './Palette.css';

const MAP: readonly [TextKey, readonly (readonly [string, TextKey])[]][] = [
  [
    'keys.everywhere',
    [
      ['Ctrl K', 'keys.palette'],
      ['/', 'keys.search'],
      ['?', 'keys.map'],
      ['Esc', 'keys.close'],
    ],
  ],
  [
    'keys.goTo',
    [
      ['g o', 'keys.overview'],
      ['g n', 'nav.numbers'],
      ['g c', 'nav.campaigns'],
      ['g q', 'nav.queue'],
      ['g a', 'keys.api'],
    ],
  ],
  [
    'keys.lists',
    [
      ['j ↓', 'keys.next'],
      ['k ↑', 'keys.back'],
      ['Enter', 'keys.open'],
      ['x', 'keys.select'],
      ['Shift x', 'keys.range'],
    ],
  ],
  [
    'keys.message',
    [
      ['r', 'message.retry'],
      ['f', 'message.force'],
      ['c', 'message.curl'],
    ],
  ],
  [
    'keys.campaign',
    [
      ['p', 'keys.pause'],
      ['n', 'change.open'],
      ['Ctrl Enter', 'keys.step'],
    ],
  ],
];

/** All shortcuts, by where they hold. */
export default function KeyMap({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  return (
    <Dialog title={t('keys.title')} about={singleKeysOn() ? undefined : t('keys.off')} open onClose={onClose}>
      {MAP.map(([title, keys]) => (
        <section key={title} className="key-map">
          <h3>{t(title)}</h3>
          <dl>
            {keys.map(([key, what]) => (
              <div key={key} className="key">
                <dt>
                  {key.split(' ').map((part) => (
                    <kbd key={part}>{part}</kbd>
                  ))}
                </dt>
                <dd>{t(what)}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
