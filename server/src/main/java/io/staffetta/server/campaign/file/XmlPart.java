package io.staffetta.server.campaign.file;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** One XML part, walked from start tag to start tag. */
final class XmlPart implements Closeable {

    /** No cell that a spreadsheet program writes comes near. */
    private static final int LONGEST_TEXT = 1 << 20;

    /** A spreadsheet knows a few hundred names, and the parser keeps each for as long as it reads. */
    private static final int MOST_NAMES = 2_000;

    private static final int DEEPEST = 64;

    private final XMLStreamReader xml;
    private final SteppedStream content;
    private final Set<String> names = new HashSet<>();
    private int depth;

    XmlPart(XMLStreamReader xml, SteppedStream content) {
        this.xml = xml;
        this.content = content;
    }

    /** Goes to the next start or end tag and returns whether there is one. */
    boolean advance() {
        try {
            while (xml.hasNext()) {
                int event = next();
                if (event == XMLStreamConstants.START_ELEMENT || event == XMLStreamConstants.END_ELEMENT) {
                    return true;
                }
            }
            return false;
        } catch (XMLStreamException e) {
            throw XlsxFile.malformed(0);
        }
    }

    /** Goes to the next start tag of this name, and no further than the end tag of the other name if one is given. */
    boolean find(String name, @Nullable String within) {
        while (advance()) {
            if (starts(name)) {
                return true;
            }
            if (within != null && ends(within)) {
                return false;
            }
        }
        return false;
    }

    boolean starts(String name) {
        return xml.getEventType() == XMLStreamConstants.START_ELEMENT
                && xml.getLocalName().equals(name);
    }

    boolean ends(String name) {
        return xml.getEventType() == XMLStreamConstants.END_ELEMENT
                && xml.getLocalName().equals(name);
    }

    /** The attribute of the start tag, whatever its namespace, or null. */
    @Nullable
    String attribute(String name) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals(name)) {
                return xml.getAttributeValue(i);
            }
        }
        return null;
    }

    /** Appends the text up to the next tag. */
    void text(StringBuilder target) {
        try {
            while (xml.hasNext()) {
                switch (next()) {
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                        target.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                    case XMLStreamConstants.START_ELEMENT, XMLStreamConstants.END_ELEMENT -> {
                        return;
                    }
                    default -> {}
                }
                if (target.length() > LONGEST_TEXT) {
                    throw XlsxFile.malformed(0);
                }
            }
        } catch (XMLStreamException e) {
            throw XlsxFile.malformed(0);
        }
    }

    private int next() throws XMLStreamException {
        content.step();
        int event = xml.next();
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> begin();
            case XMLStreamConstants.END_ELEMENT -> depth--;
            case XMLStreamConstants.PROCESSING_INSTRUCTION -> note(xml.getPITarget());
            default -> {}
        }
        return event;
    }

    private void begin() {
        if (++depth > DEEPEST) {
            throw XlsxFile.malformed(0);
        }
        note(xml.getPrefix());
        note(xml.getLocalName());
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            note(xml.getAttributePrefix(i));
            note(xml.getAttributeLocalName(i));
        }
        for (int i = 0; i < xml.getNamespaceCount(); i++) {
            note(xml.getNamespacePrefix(i));
        }
    }

    private void note(@Nullable String name) {
        if (names.add(String.valueOf(name)) && names.size() > MOST_NAMES) {
            throw XlsxFile.malformed(0);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        } finally {
            content.close();
        }
    }
}
