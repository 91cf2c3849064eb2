package io.staffetta.server.web.doors.admin;

import org.jspecify.annotations.Nullable;

/** Numbers as the document prints them: digits alone, {@code 39333111222}, and chats by them. */
final class PrintedNumber {

    private PrintedNumber() {}

    static String of(long phone) {
        return Long.toString(phone);
    }

    static String chatId(long phone) {
        return phone + "@c.us";
    }

    /** The digits of a recipient; null once the person was erased. */
    static @Nullable String ofRecipient(long phone) {
        return phone < 0 ? null : of(phone);
    }

    /** The chat with a recipient; null once the person was erased, and for nobody. */
    static @Nullable String chatOf(@Nullable Long phone) {
        return phone == null || phone < 0 ? null : chatId(phone);
    }
}
