import { readFileSync } from 'node:fs';
import { element } from './stanzas.mjs';

// Answers that the stand-in for WhatsApp lacks: where media go, and how an account stands. The file that MOCK_EXTRAS names
// holds {"mediaHost", "accounts": {"<number>": {"timelock", "cap", "picture"}}} and is read anew for each question.
const said = () => JSON.parse(readFileSync(process.env.MOCK_EXTRAS, 'utf8'));
const of = (connection) => said().accounts?.[connection.who.number] ?? {};
const mex = (path, value) =>
  element('result', {}, Buffer.from(JSON.stringify({ data: { [path]: value ?? {} } })));

export const extras = {
  'w:m'({ reply }) {
    const host = element('host', { hostname: said().mediaHost });
    return reply([element('media_conn', { auth: 'mock', ttl: '300' }, [host])]);
  },

  'w:mex'({ connection, content, reply }) {
    const { timelock, cap } = of(connection);
    const { variables } = JSON.parse(content.content.toString());
    return variables.input?.type === 'INDIVIDUAL_NEW_CHAT_MSG'
      ? reply([mex('xwa2_message_capping_info', cap)])
      : reply([mex('xwa2_fetch_account_reachout_timelock', timelock)]);
  },

  'w:profile:picture'({ connection, reply }) {
    const { picture } = of(connection);
    return reply(picture ? [element('picture', { url: picture })] : []);
  },
};
