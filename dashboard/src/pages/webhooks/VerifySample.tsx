import { useState } from 'react';
import { useI18n } from '../../i18n/I18n';
import { Card } from '../../ui/Card';
import { CopyButton } from '../../ui/Copy';
import { SelectField } from '../../ui/Field';

/** The same lines stand in docs/webhooks.md, where they are longer. */
const SAMPLES: Readonly<Record<string, string>> = {
  'Node.js': `import { createHmac, timingSafeEqual } from 'node:crypto';

// secret: whsec_…; body: the raw bytes, as they came
export function verify(secret, headers, body) {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const expected = createHmac('sha256', key).update(\`\${id}.\${timestamp}.\`).update(body).digest();
  return headers['webhook-signature'].split(' ').some((each) => {
    const given = Buffer.from(each.replace(/^v1,/, ''), 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}`,
  Python: `import base64, hashlib, hmac, time

# secret: whsec_…; body: the raw bytes, as they came
def verify(secret: str, headers, body: bytes) -> bool:
    id, timestamp = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(timestamp)) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{id}.{timestamp}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(expected, each) for each in headers["webhook-signature"].split())`,
  Java: `// secret: whsec_…; body: the raw bytes, as they came
static boolean verify(String secret, String id, String timestamp, String signatures, byte[] body)
        throws GeneralSecurityException {
    if (Math.abs(Instant.now().getEpochSecond() - Long.parseLong(timestamp)) > 300) return false;
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(6)), "HmacSHA256"));
    mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
    byte[] expected = ("v1," + Base64.getEncoder().encodeToString(mac.doFinal(body))).getBytes(StandardCharsets.UTF_8);
    return Stream.of(signatures.split(" "))
            .anyMatch(each -> MessageDigest.isEqual(expected, each.getBytes(StandardCharsets.UTF_8)));
}`,
};

/** How a receiver makes sure that it is us who calls. */
export function VerifySample() {
  const { t } = useI18n();
  const [language, setLanguage] = useState('Node.js');
  const code = SAMPLES[language] ?? '';
  return (
    <Card title={t('hooks.verify.title')} aside={<CopyButton look="quiet" text={code} label={t('copy')} />}>
      <p className="muted">{t('hooks.verify.text')}</p>
      <SelectField
        label={t('hooks.verify.language')}
        value={language}
        onChange={(event) => setLanguage(event.target.value)}
      >
        {Object.keys(SAMPLES).map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </SelectField>
      <pre className="command verify-sample" tabIndex={0} role="region" aria-label={t('hooks.verify.title')}>
        {code}
      </pre>
    </Card>
  );
}
