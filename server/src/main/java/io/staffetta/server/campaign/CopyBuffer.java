package io.staffetta.server.campaign;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Rows in PostgreSQL's binary COPY format, in one growing array that is used again and again. */
final class CopyBuffer {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int END = -1;

    private byte[] bytes = new byte[1 << 12];
    private int size;

    CopyBuffer() {
        clear();
    }

    /** Begins anew, with the header of the format. */
    void clear() {
        size = 0;
        raw(SIGNATURE);
        putInt(0);
        putInt(0);
    }

    /** Begins a row of this many fields. */
    CopyBuffer row(int fields) {
        putShort(fields);
        return this;
    }

    CopyBuffer bigint(long value) {
        putInt(Long.BYTES);
        require(Long.BYTES);
        ByteBuffer.wrap(bytes, size, Long.BYTES).putLong(value);
        size += Long.BYTES;
        return this;
    }

    CopyBuffer integer(int value) {
        putInt(Integer.BYTES);
        putInt(value);
        return this;
    }

    CopyBuffer text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        putInt(utf8.length);
        raw(utf8);
        return this;
    }

    CopyBuffer none() {
        putInt(-1);
        return this;
    }

    /** Begins a field whose length is not known yet; give the result to {@link #end}. */
    int begin() {
        putInt(0);
        return size;
    }

    /** Ends a field. */
    void end(int begin) {
        ByteBuffer.wrap(bytes, begin - Integer.BYTES, Integer.BYTES).putInt(size - begin);
    }

    /** Ends the rows, after which the buffer can be sent. */
    void finish() {
        putShort(END);
    }

    byte[] array() {
        return bytes;
    }

    int size() {
        return size;
    }

    void put(int value) {
        require(1);
        bytes[size++] = (byte) value;
    }

    void putInt(int value) {
        require(Integer.BYTES);
        bytes[size++] = (byte) (value >>> 24);
        bytes[size++] = (byte) (value >>> 16);
        bytes[size++] = (byte) (value >>> 8);
        bytes[size++] = (byte) value;
    }

    void raw(byte[] value) {
        require(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    private void putShort(int value) {
        put(value >>> 8);
        put(value);
    }

    private void require(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
