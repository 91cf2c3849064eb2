import { useI18n } from '../../../i18n/I18n';
import { Button } from '../../../ui/Button';
import { TextArea } from '../../../ui/Field';

const MOST = 4;

interface Props {
  variants: readonly string[];
  onChange: (variants: readonly string[]) => void;
  onLeave?: () => void;
}

/** Further wordings of a text: each person gets one of all, as many the one as the other. */
export function Variants({ variants, onChange, onLeave }: Props) {
  const { t } = useI18n();
  return (
    <div className="stack variants">
      {variants.map((variant, index) => (
        <div key={index} className="variant" data-variant={index + 2}>
          <TextArea
            label={t('wizard.variant', { place: index + 2 })}
            rows={4}
            value={variant}
            onChange={(event) => onChange(variants.map((each, n) => (n === index ? event.target.value : each)))}
            onBlur={onLeave}
          />
          <Button
            look="quiet"
            aria-label={t('wizard.variant.remove.of', { place: index + 2 })}
            onClick={() => onChange(variants.filter((_, n) => n !== index))}
          >
            {t('wizard.variant.remove')}
          </Button>
        </div>
      ))}
      {variants.length < MOST && (
        <div className="row">
          <Button onClick={() => onChange([...variants, ''])}>{t('wizard.variant.add')}</Button>
          <span className="muted">{t('wizard.variant.hint')}</span>
        </div>
      )}
    </div>
  );
}
