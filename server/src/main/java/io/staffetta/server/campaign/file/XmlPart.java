package io.staffetta.server.campaign.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** One XML part, walked from start tag to start tag. */
final class XmlPart implements Closeable {

    /** No cell that a spreadsheet program writes comes near. */
    private static final int LONGEST_TEXT = 1 << 20;

    private final XMLStreamReader xml;
    private final InputStream content;

    XmlPart(XMLStreamReader xml, InputStream content) {
        this.xml = xml;
        this.content = content;
    }

    /** Goes to the next start or end tag and returns whether there is one. */
    boolean advance() {
        try {
            while (xml.hasNext()) {
                int event = xml.next();
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
                switch (xml.next()) {
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
