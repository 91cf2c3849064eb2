package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.core.contact.Misread;
import io.staffetta.core.contact.PhoneNumber;
import io.staffetta.server.access.Places;
import io.staffetta.server.campaign.file.FileKind;
import io.staffetta.server.campaign.file.FileLimits;
import io.staffetta.server.campaign.file.FileRow;
import io.staffetta.server.campaign.file.GarbledText;
import io.staffetta.server.campaign.file.PeopleFile;
import io.staffetta.server.queue.Transactions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Shows how a file of people would be read before it is, so that a person can say what was guessed wrong. Reads its
 * beginning only, and changes nothing.
 */
@Component
public class FirstLooks {

    /** More than the rows that are shown take; of a spreadsheet all is needed, for its directory stands at its end. */
    private static final int MOST_BYTES = 16 << 20;

    private static final int ROWS = 50;

    /** Each has its bytes in memory, and what a spreadsheet's texts unpack to. */
    private static final int AT_ONCE = 3;

    private static final int OF_ONE_USER = 2;

    /** Whoever changes how a file is read looks again before the last look has ended. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A column with at least this share of numbers is the one with the phones, whatever its name. */
    private static final double SURELY = 0.6;

    private static final int MOST_GARBLED = 5;

    private final Transactions transactions;
    private final EarlierImports earlier;
    private final Places places = new Places(AT_ONCE, OF_ONE_USER);

    /** Looks campaigns up in these transactions, and what was read before. */
    public FirstLooks(Transactions transactions, EarlierImports earlier) {
        this.transactions = transactions;
        this.earlier = earlier;
    }

    /**
     * How a file, or the beginning of a text file, would be read into a campaign.
     *
     * @param body of which at most 16 MB are looked at; not closed
     * @throws Problem those of {@link PeopleFile#open} but {@code no_phone_column}; {@code campaign_not_found},
     *     {@code campaign_not_editable}, {@code invalid_country}, {@code too_many_imports}
     */
    public FirstLook look(long ownerId, long campaignId, ImportOrder order, InputStream body) throws IOException {
        takePlace(ownerId);
        try {
            return taken(ownerId, campaignId, order, body);
        } finally {
            places.leave(ownerId);
        }
    }

    private void takePlace(long ownerId) {
        try {
            if (places.await(ownerId, PATIENCE) == Places.Outcome.TAKEN) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw Imports.tooMany();
    }

    private FirstLook taken(long ownerId, long campaignId, ImportOrder order, InputStream body) throws IOException {
        ImportGround.Campaign campaign =
                transactions.in(connection -> ImportGround.lock(connection, ownerId, campaignId));
        PhoneCells phones = PhoneCells.of(campaign, order.country());
        byte[] beginning = body.readNBytes(MOST_BYTES);
        boolean whole = body.read() < 0;
        Sample sample = sample(beginning, order, phones);
        @Nullable Integer phone = order.phoneColumn() == null ? guessed(sample, phones) : (Integer) sample.phoneColumn;
        return new FirstLook(
                sample.file.form().format(),
                sample.file.form().charset(),
                sample.file.form().delimiter(),
                sample.file.headed(),
                order.country() == null ? campaign.defaultCountry() : order.country(),
                sample.columns,
                phone == null ? null : sample.columns.get(phone),
                sample.rows.stream()
                        .map(row -> judged(row, sample.columns.size(), phone, phones))
                        .toList(),
                garbled(sample),
                whole ? earlier.of(ownerId, FileHash.of(beginning)) : List.of());
    }

    /**
     * The first rows of a file.
     *
     * @param named whether the phone's column was found by its name, or by the one that was asked for
     */
    private record Sample(PeopleFile file, List<String> columns, int phoneColumn, boolean named, List<FileRow> rows) {}

    private static Sample sample(byte[] beginning, ImportOrder order, PhoneCells phones) throws IOException {
        try {
            return read(beginning, order, order.phoneColumn(), phones);
        } catch (Problem e) {
            if (e.code().equals("no_phone_column") && e.details().get("columns") instanceof List<?> columns) {
                // Whichever is named, what is read are all columns.
                Sample any = read(beginning, order, String.valueOf(columns.getFirst()), phones);
                return new Sample(any.file, any.columns, any.phoneColumn, false, any.rows);
            }
            throw e;
        }
    }

    private static Sample read(byte[] beginning, ImportOrder order, @Nullable String phoneColumn, PhoneCells phones)
            throws IOException {
        try (PeopleFile file = PeopleFile.open(
                new ByteArrayInputStream(beginning),
                order.kind(),
                phoneColumn,
                cell -> phones.read(cell) != PhoneCells.NONE,
                FileLimits.DOCUMENTED,
                order.readAs())) {
            List<FileRow> rows = new ArrayList<>();
            for (FileRow row = next(file, order.kind()); row != null && rows.size() < ROWS; ) {
                rows.add(row);
                row = next(file, order.kind());
            }
            return new Sample(file, List.copyOf(file.columns()), file.phoneColumn(), true, rows);
        }
    }

    /** The end of what was sent may cut a text file in the middle of a row; that is no flaw of the file. */
    private static @Nullable FileRow next(PeopleFile file, FileKind kind) throws IOException {
        try {
            return file.next();
        } catch (Problem e) {
            if (kind != FileKind.XLSX && e.code().endsWith("_malformed")) {
                return null;
            }
            throw e;
        }
    }

    private static @Nullable Integer guessed(Sample sample, PhoneCells phones) {
        if (sample.named && share(sample, sample.phoneColumn, phones) >= SURELY) {
            return sample.phoneColumn;
        }
        Optional<Integer> best = IntStream.range(0, sample.columns.size())
                .boxed()
                .filter(column -> share(sample, column, phones) >= SURELY)
                .findFirst();
        return best.orElse(sample.named ? (Integer) sample.phoneColumn : null);
    }

    private static List<FirstLook.Garbled> garbled(Sample sample) {
        return sample.rows.stream()
                .flatMap(row -> IntStream.range(0, sample.columns.size())
                        .boxed()
                        .flatMap(column -> GarbledText.repaired(row.cell(column)).stream()
                                .map(better -> new FirstLook.Garbled(
                                        row.number(), sample.columns.get(column), row.cell(column), better))))
                .limit(MOST_GARBLED)
                .toList();
    }

    private static double share(Sample sample, int column, PhoneCells phones) {
        return sample.rows.stream()
                .mapToInt(row -> phones.read(row.cell(column)) == PhoneCells.NONE ? 0 : 1)
                .average()
                .orElse(0);
    }

    private static FirstLook.Row judged(FileRow row, int columns, @Nullable Integer phoneColumn, PhoneCells phones) {
        List<String> cells = IntStream.range(0, columns).mapToObj(row::cell).toList();
        if (phoneColumn == null) {
            return new FirstLook.Row(row.number(), cells, null, null, null, null, null);
        }
        String written = row.cell(phoneColumn);
        long phone = phones.read(written);
        return phone == PhoneCells.NONE
                ? refused(row.number(), cells, written, phones)
                : new FirstLook.Row(
                        row.number(),
                        cells,
                        new PhoneNumber(phone).international(),
                        null,
                        null,
                        phones.reading(written, phone).country(),
                        null);
    }

    private static FirstLook.Row refused(int row, List<String> cells, String written, PhoneCells phones) {
        RowError error = RowError.ofNoNumber(written);
        boolean rounded = error == RowError.ROUNDED_NUMBER;
        Misread why = phones.misread(written);
        return new FirstLook.Row(
                row,
                cells,
                null,
                error.code(),
                rounded ? null : why.flaw().code(),
                rounded ? null : why.country(),
                phones.repair(written)
                        .map(repair -> repair.number().international())
                        .orElse(null));
    }
}
