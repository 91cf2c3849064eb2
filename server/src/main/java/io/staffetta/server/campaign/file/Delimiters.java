package io.staffetta.server.campaign.file;

/** Finds out what separates the cells of a CSV file. */
final class Delimiters {

    private static final char[] CANDIDATES = {',', ';', '\t', '|'};
    private static final int LINES = 20;

    private Delimiters() {}

    /**
     * The delimiter that cuts the first lines into the same number of cells, and into most; a comma if none does.
     *
     * @param sample the beginning of the file; its last line may be incomplete
     * @param complete whether the sample is the whole file
     */
    static char guess(String sample, boolean complete) {
        char best = ',';
        double bestScore = 0;
        for (char candidate : CANDIDATES) {
            double score = score(sample, complete, candidate);
            if (score > bestScore) {
                best = candidate;
                bestScore = score;
            }
        }
        return best;
    }

    /** The cells per line, and ten times as good if all lines have as many as the first. */
    private static double score(String sample, boolean complete, char candidate) {
        int first = -1;
        int same = 0;
        int lines = 0;
        int inLine = 0;
        boolean quoted = false;
        boolean blank = true;
        for (int i = 0; i <= sample.length() && lines < LINES; i++) {
            boolean end = i == sample.length();
            char c = end ? '\n' : sample.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            }
            if (end && !complete && first >= 0) {
                break;
            }
            if (c == '\n' && (!quoted || end)) {
                if (!blank) {
                    first = first < 0 ? inLine : first;
                    same += inLine == first ? 1 : 0;
                    lines++;
                }
                inLine = 0;
                blank = true;
            } else {
                inLine += !quoted && c == candidate ? 1 : 0;
                blank &= Character.isWhitespace(c) && c != candidate;
            }
        }
        return first <= 0 ? 0 : first * (same == lines ? 10.0 : (double) same / lines);
    }
}
