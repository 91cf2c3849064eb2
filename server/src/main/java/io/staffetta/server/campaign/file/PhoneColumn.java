package io.staffetta.server.campaign.file;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** Finds the column with the phone numbers by its name, in Italian, Portuguese, English, Spanish and Indonesian. */
final class PhoneColumn {

    /** The better a name says that the number is one to write to, the further in front; compared without accents. */
    private static final List<List<String>> NAMES = List.of(
            List.of("phone", "whatsapp", "wa", "numerowhatsapp", "whatsappnumber", "nomorwhatsapp", "nomorwa", "nowa"),
            List.of(
                    "cellulare",
                    "cell",
                    "celular",
                    "cel",
                    "movil",
                    "mobile",
                    "mobil",
                    "telemovel",
                    "hp",
                    "handphone",
                    "ponsel",
                    "nomorhp",
                    "nohp",
                    "mobilephone",
                    "mobilenumber",
                    "cellphone",
                    "telefonocellulare",
                    "telefonocelular",
                    "telefonomovil",
                    "telefonecelular",
                    "numerocellulare",
                    "numerocelular",
                    "numeromovil",
                    "numerodicellulare",
                    "numerodecelular",
                    "numerodetelemovel"),
            List.of(
                    "phonenumber",
                    "telefono",
                    "telefone",
                    "telephone",
                    "tel",
                    "telf",
                    "fone",
                    "telepon",
                    "telp",
                    "nomortelepon",
                    "notelp",
                    "notelepon",
                    "numerotelefono",
                    "numeroditelefono",
                    "numerodetelefono",
                    "numerodetelefone",
                    "recapito",
                    "recapitotelefonico",
                    "msisdn",
                    "chatid"),
            List.of("numero", "number", "nomor", "num", "recipient", "destinatario", "to", "contatto", "contact"));

    /** Parts of longer names that still say phone. */
    private static final List<String> PARTS =
            List.of("whatsapp", "cellulare", "celular", "movil", "mobile", "handphone", "telefon", "telepon", "phone");

    private PhoneColumn() {}

    /** The column whose name says phone most clearly. */
    static OptionalInt find(List<String> columns) {
        List<String> plain = columns.stream().map(PhoneColumn::plain).toList();
        for (List<String> names : NAMES) {
            for (int i = 0; i < plain.size(); i++) {
                if (names.contains(plain.get(i))) {
                    return OptionalInt.of(i);
                }
            }
        }
        for (String part : PARTS) {
            for (int i = 0; i < plain.size(); i++) {
                if (plain.get(i).contains(part)) {
                    return OptionalInt.of(i);
                }
            }
        }
        return OptionalInt.empty();
    }

    /** The column of this name; case, accents and punctuation aside. */
    static OptionalInt named(List<String> columns, String name) {
        int exact = columns.indexOf(name);
        if (exact >= 0) {
            return OptionalInt.of(exact);
        }
        for (int i = 0; i < columns.size(); i++) {
            if (plain(columns.get(i)).equals(plain(name))) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** Lower case letters and digits only. */
    static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("[^\\p{L}\\p{N}]", "")
                .toLowerCase(Locale.ROOT);
    }
}
