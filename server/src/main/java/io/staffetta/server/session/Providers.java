package io.staffetta.server.session;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToCarrierMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.List;
import java.util.Locale;

/** Which mobile operator a number was given out by. Numbers that moved to another operator are not known to have moved. */
final class Providers {

    /** The names that are told, by how the carrier data begin theirs. */
    private static final List<Known> KNOWN = List.of(
            new Known("telkomsel", "Telkomsel"),
            new Known("indosat", "Indosat"),
            new Known("im3", "Indosat"),
            new Known("xl", "XL"),
            new Known("smartfren", "Smartfren"),
            new Known("hutchison", "Three"),
            new Known("three", "Three"),
            new Known("3", "Three"),
            new Known("axis", "Axis"));

    private record Known(String beginning, String name) {}

    private static final LoadingCache<Long, String> NAMES =
            Caffeine.newBuilder().maximumSize(10_000).build(Providers::read);

    private Providers() {}

    /** The operator's name, or {@code Unknown} for all but the operators with a name here. */
    static String of(long phone) {
        return NAMES.get(phone);
    }

    private static String read(long phone) {
        String carrier = carrier(phone).toLowerCase(Locale.ROOT);
        return KNOWN.stream()
                .filter(known -> carrier.startsWith(known.beginning()))
                .map(Known::name)
                .findFirst()
                .orElse(Operator.UNKNOWN);
    }

    private static String carrier(long phone) {
        try {
            return PhoneNumberToCarrierMapper.getInstance()
                    .getNameForNumber(PhoneNumberUtil.getInstance().parse("+" + phone, "ZZ"), Locale.ENGLISH);
        } catch (NumberParseException notANumber) {
            return "";
        }
    }
}
