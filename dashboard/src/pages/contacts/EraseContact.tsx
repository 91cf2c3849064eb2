import { useQueryClient } from '@tanstack/react-query';
import { eraseContact } from '../../api/deeds';
import type { Contact } from '../../api/types/contacts';
import { useI18n } from '../../i18n/I18n';
import { TypedConfirm } from '../../ui/TypedConfirm';

interface Props {
  contact: Contact;
  onClose: () => void;
  onGone: () => void;
}

/** Erases a person everywhere, after their number was typed. */
export function EraseContact({ contact, onClose, onGone }: Props) {
  const { t } = useI18n();
  const queries = useQueryClient();
  return (
    <TypedConfirm
      title={t('contact.erase.title')}
      about={t('contact.erase.about')}
      word={contact.phone}
      submit={t('contact.erase.submit')}
      deed={eraseContact(contact.phone)}
      onDone={() => {
        onGone();
        void queries.invalidateQueries();
      }}
      onClose={onClose}
    />
  );
}
