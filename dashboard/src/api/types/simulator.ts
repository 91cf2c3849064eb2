/** From one duration to another, such as PT0.5S. */
export interface SimulatedDelay {
  min: string;
  max: string;
}

/** How a simulated number and the people it writes to behave; rates are between 0 and 1. */
export interface Behaviour {
  acceptDelay: SimulatedDelay;
  deliverDelay: SimulatedDelay;
  readDelay: SimulatedDelay;
  replyDelay: SimulatedDelay;
  refuseRate: number;
  notSentRate: number;
  unknownRate: number;
  undeliverableRate: number;
  replyRate: number;
  replyText: string;
  receipts: boolean;
  duplicateReceipts: boolean;
  reorderReceipts: boolean;
  evidence: boolean;
  hanging: boolean;
  silent: boolean;
}

/** The simulator's clock, and how much faster than real time it runs. */
export interface ClockReading {
  now: string;
  factor: number;
}
