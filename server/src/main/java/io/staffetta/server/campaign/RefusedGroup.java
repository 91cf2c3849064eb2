package io.staffetta.server.campaign;

import org.jspecify.annotations.Nullable;

/**
 * Some of the refused rows of an import; what is null does not matter.
 *
 * @param code a {@link RowError}
 * @param detail of that error, such as {@code too_short}
 * @param repair by which their numbers would exist, such as {@code ninth_digit}
 */
public record RefusedGroup(
        @Nullable String code,
        @Nullable String detail,
        @Nullable String repair) {

    /** All of them. */
    public static final RefusedGroup ALL = new RefusedGroup(null, null, null);
}
