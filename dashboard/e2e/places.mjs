// Every page of the dashboard, in one place, and the addresses that its router knows.
import { readFileSync } from 'node:fs';

/**
 * Each with its name, its address and what stands there when it is done. The address is made of whose page it is: a
 * campaign, a draft, one with refused rows, a number, a number to be linked, a person, a message and a delivery.
 */
export const PAGES = [
  ['overview', () => '/', '.number-strip'],
  ['numbers', () => '/numbers', '.number-card'],
  ['number', ({ number }) => `/numbers/${number}`, '[data-behaviour]'],
  ['pairing', ({ unlinked }) => `/numbers/${unlinked}`, '.tabs'],
  ['campaigns', () => '/campaigns', '.campaign-card'],
  ['campaign', ({ campaign }) => `/campaigns/${campaign}`, '.counts'],
  ['campaign-people', ({ campaign }) => `/campaigns/${campaign}?part=people&of=all`, '.campaign-parts .queue'],
  ['campaign-replies', ({ campaign }) => `/campaigns/${campaign}?part=people&of=replied`, '.campaign-parts .chip'],
  ['queue', () => '/queue?status=read', '.queue'],
  ['message', ({ message }) => `/queue?status=read&m=${message}`, '.timeline'],
  ['wizard-begin', () => '/campaigns/new/who', '.drop'],
  ['wizard-who', ({ draft }) => `/campaigns/new/who?c=${draft}`, '.drop'],
  ['wizard-rows', ({ rows }) => `/campaigns/new/who?c=${rows}`, '.refused'],
  ['wizard-what', ({ draft }) => `/campaigns/new/what?c=${draft}`, '.preview .bubble'],
  ['wizard-from', ({ draft }) => `/campaigns/new/from?c=${draft}`, '.choice'],
  ['wizard-when', ({ draft }) => `/campaigns/new/when?c=${draft}`, '.choice'],
  ['wizard-check', ({ draft }) => `/campaigns/new/check?c=${draft}`, '.finding-ok'],
  ['log', () => '/log', '[data-event]'],
  ['audit', () => '/log?tab=audit', '.audit-log'],
  ['contacts', () => '/contacts', '.people'],
  ['contact', ({ person }) => `/contacts?c=${encodeURIComponent(person)}`, '.exchange'],
  ['opt-outs', () => '/contacts?tab=opt-outs', '.people'],
  ['imports', () => '/contacts?tab=imports', '.imports'],
  ['webhooks', () => '/webhooks', '.deliveries'],
  ['delivery', ({ delivery }) => `/webhooks?d=${delivery}`, '.delivery-story [data-attempt]'],
  ['keys', () => '/api-keys', '.keys'],
  ['settings', () => '/settings', '.facts'],
];

/** What stands at an address where there is nothing yet. */
export const EMPTY = [
  ['overview', '/', '.empty'],
  ['numbers', '/numbers', '.empty'],
  ['campaigns', '/campaigns', '.empty'],
  ['queue', '/queue?status=queued', '.empty'],
  ['wizard-begin', '/campaigns/new/who', '.empty'],
  ['contacts', '/contacts', '.empty'],
  ['opt-outs', '/contacts?tab=opt-outs', '.empty'],
  ['imports', '/contacts?tab=imports', '.empty'],
  ['webhooks', '/webhooks', '.empty'],
  ['keys', '/api-keys', '.empty'],
];

function source(path) {
  return readFileSync(new URL(`../src/${path}`, import.meta.url), 'utf8');
}

/** The addresses of the router, one for each step of the wizard; what stands for a name is `:name`. */
export function routes() {
  const steps = /STEPS = \[([^\]]+)\]/.exec(source('pages/campaigns/wizard/steps.ts'))[1].match(/\w+/g);
  return [...source('app/Views.tsx').matchAll(/<Route path="([^"]+)"/g)].flatMap(([, path]) =>
    path.endsWith('/:step') ? steps.map((step) => path.replace(':step', step)) : [path],
  );
}

/** Whether an address is one of a route. */
export function isOf(route, path) {
  const wanted = route.split('/');
  const own = path.split('?')[0].split('/');
  return own.length === wanted.length && wanted.every((part, n) => part === own[n] || (part.startsWith(':') && own[n]));
}
