// What the dashboard promises, tried in a real browser against the packaged product. The numbers are those of the
// acceptance checks in its specification. The first makes the owner, the last logs out; in between the order is free.
import './checks/first-run.mjs';
import './checks/numbers.mjs';
import './checks/trouble.mjs';
import './checks/pairing.mjs';
import './checks/campaigns.mjs';
import './checks/wizard.mjs';
import './checks/import.mjs';
import './checks/simulator.mjs';
import './checks/keyboard.mjs';
import './checks/course.mjs';
import './checks/blasts.mjs';
import './checks/messages.mjs';
import './checks/queue.mjs';
import './checks/live.mjs';
import './checks/charts.mjs';
import './checks/contacts.mjs';
import './checks/keys.mjs';
import './checks/webhooks.mjs';
import './checks/settings.mjs';
import './checks/docs.mjs';
import './checks/lost.mjs';
import './checks/types.mjs';
import './checks/robust.mjs';
import './checks/hostile.mjs';
import './checks/pages.mjs';
import './checks/access.mjs';
