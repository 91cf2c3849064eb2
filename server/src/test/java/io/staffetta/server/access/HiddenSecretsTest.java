package io.staffetta.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A record prints all it holds unless it says otherwise; one that holds a secret has to. */
class HiddenSecretsTest {

    private static final Set<Class<?>> TELLING = Set.of(String.class, byte[].class);

    private static final Pattern SECRET =
            Pattern.compile("(?i).*(secret|token|password|passphrase|api_?key|bearer|cookie|credential|qr).*");

    /** What a code means depends on who says it: here it links a phone. */
    private static final Pattern LINKS = Pattern.compile(".*\\.(Qr|Pairing|Code)\\w*$|.*\\$(Qr|Pairing|Code)\\w*$");

    /** The name of a file, and the version of what a user may read. */
    private static final Set<String> NAMES_ALONE = Set.of("secretFile", "tokenType");

    @Test
    void noRecordPrintsASecretThatItHolds() {
        Set<String> printing = new TreeSet<>();
        records()
                .filter(HiddenSecretsTest::holdsASecret)
                .filter(HiddenSecretsTest::printsAll)
                .forEach(type -> printing.add(type.getName()));

        assertThat(printing)
                .as("records with a secret and no toString of their own")
                .isEmpty();
    }

    @Test
    void theSearchFindsTheRecordsThatItIsFor() {
        assertThat(records().filter(HiddenSecretsTest::holdsASecret).map(Class::getSimpleName))
                .contains("Granted", "Issued", "QrCode", "PairingCode", "CloudSettings", "DatabaseAddress");
    }

    private static Stream<Class<?>> records() {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .withImportOption(location -> !location.contains("/stub/") && !location.contains("/simulator/"))
                        .importPackages("io.staffetta")
                        .stream()
                        .filter(JavaClass::isRecord)
                        .map(JavaClass::reflect);
    }

    private static boolean holdsASecret(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).anyMatch(part -> isSecret(type, part));
    }

    private static boolean isSecret(Class<?> type, RecordComponent part) {
        return TELLING.contains(part.getType())
                && !NAMES_ALONE.contains(part.getName())
                && (SECRET.matcher(part.getName()).matches()
                        || (LINKS.matcher(type.getName()).matches()
                                && part.getName().matches("code|content")));
    }

    /** What the compiler writes is final, what people write is not. */
    private static boolean printsAll(Class<?> type) {
        try {
            return Modifier.isFinal(type.getMethod("toString").getModifiers());
        } catch (NoSuchMethodException e) {
            throw new AssertionError("Everything has a toString", e);
        }
    }
}
