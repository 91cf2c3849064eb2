package io.staffetta.core.contact;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Recognises the words by which people say that they want no more messages, or want them again, in Italian, Portuguese,
 * English, Spanish and Indonesian. A message counts only when it is such a word, politeness and punctuation aside, not
 * when it contains one.
 */
public final class OptOutWords {

    private static final Set<String> OUT = Set.of(
            // everywhere
            "STOP",
            "STOP ALL",
            "STOPALL",
            "STOP IT",
            "STOP MESSAGES",
            "STOP MESSAGGI",
            "STOP MENSAGENS",
            "STOP MENSAJES",
            // English
            "UNSUBSCRIBE",
            "UNSUBSCRIBE ME",
            "UNSUB",
            "CANCEL",
            "END",
            "QUIT",
            "REVOKE",
            "OPT OUT",
            "OPTOUT",
            "REMOVE ME",
            "NO MORE MESSAGES",
            // Italian
            "CANCELLA",
            "CANCELLAMI",
            "CANCELLATEMI",
            "CANCELLARMI",
            "DISISCRIVI",
            "DISISCRIVIMI",
            "DISISCRIVERMI",
            "DISISCRIZIONE",
            "RIMUOVIMI",
            "BASTA",
            "BASTA MESSAGGI",
            "FERMA",
            "NON SCRIVERMI",
            "NON SCRIVERMI PIU",
            "NON SCRIVETEMI",
            "NON SCRIVETEMI PIU",
            "NON VOGLIO PIU MESSAGGI",
            "NIENTE MESSAGGI",
            // Portuguese
            "SAIR",
            "SAIR DA LISTA",
            "PARAR",
            "PARE",
            "PARA",
            "PARE DE ENVIAR",
            "PAREM",
            "CANCELAR",
            "CANCELE",
            "CANCELAR INSCRICAO",
            "REMOVER",
            "DESCADASTRAR",
            "DESINSCREVER",
            "NAO QUERO MAIS",
            "NAO QUERO MAIS RECEBER",
            "NAO QUERO RECEBER",
            // Spanish
            "BAJA",
            "DAR DE BAJA",
            "DARME DE BAJA",
            "DAME DE BAJA",
            "DARSE DE BAJA",
            "ALTO",
            "DETENER",
            "NO MAS",
            "NO MAS MENSAJES",
            "NO QUIERO MAS MENSAJES",
            "CANCELAR SUSCRIPCION",
            // Indonesian
            "BERHENTI",
            "BERHENTI BERLANGGANAN",
            "HENTIKAN",
            "KELUAR",
            "UNREG",
            "JANGAN KIRIM LAGI");

    private static final Set<String> IN = Set.of(
            "START",
            "UNSTOP",
            "SUBSCRIBE",
            "OPT IN",
            "OPTIN",
            "INIZIA",
            "ISCRIVIMI",
            "RIATTIVA",
            "INSCREVER",
            "COMECAR",
            "ALTA",
            "SUSCRIBIR",
            "SUSCRIBIRME",
            "INICIAR",
            "MULAI",
            "BERLANGGANAN");

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern POLITENESS = Pattern.compile("\\b(GRAZIE( MILLE)?|PER FAVORE|PERFAVORE|PLEASE|THANKS"
            + "|THANK YOU|POR FAVOR|OBRIGAD[OA]|GRACIAS|TOLONG|TERIMA KASIH)\\b");
    private static final int LONGEST = 60;

    private OptOutWords() {}

    /** What a person wants. */
    public enum Wish {
        /** No more messages. */
        OUT,
        /** Messages again. */
        IN
    }

    /**
     * A recognised wish.
     *
     * @param word what was recognised, in capitals and without accents; fit to be kept as the record's wording
     */
    public record Found(Wish wish, String word) {}

    /** The wish that this message as a whole expresses, if any. */
    public static Optional<Found> read(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        String word = bare(text);
        if (OUT.contains(word)) {
            return Optional.of(new Found(Wish.OUT, word));
        }
        return IN.contains(word) ? Optional.of(new Found(Wish.IN, word)) : Optional.empty();
    }

    private static String bare(String text) {
        String unaccented =
                MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        String words = words(unaccented.toUpperCase(Locale.ROOT));
        return words(POLITENESS.matcher(words).replaceAll(" "));
    }

    private static String words(String text) {
        return BETWEEN_WORDS.matcher(text).replaceAll(" ").strip();
    }
}
