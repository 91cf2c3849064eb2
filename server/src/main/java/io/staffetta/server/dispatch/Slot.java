package io.staffetta.server.dispatch;

/**
 * What a claim took: a hand of its session and a place in its number's window. They are given back where they were taken,
 * whatever became of the session meanwhile.
 *
 * @param number the number as it was known then
 */
record Slot(Runner runner, NumberDesk number) {

    static Slot of(Runner runner) {
        return new Slot(runner, runner.number());
    }

    /** Neither is needed. */
    void giveBack() {
        runner.busy(-1);
        number.giveBack(1);
    }
}
