// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mapped bytes that are compared with a checksum, page by page, before they are used. A page counts as checked for a
 * moment only: a file can be flipped or cut while it is mapped, and an answer from such a page would be wrong and say
 * nothing. Offsets are of the file. Safe for many threads.
 */
final class CheckedBytes {

    private static final Logger LOG = LoggerFactory.getLogger(CheckedBytes.class);

    static final int PAGE_BITS = 13;
    static final int PAGE_BYTES = 1 << PAGE_BITS;

    /** About an eighth of a second. */
    private static final int MOMENT_BITS = 27;

    private static volatile int moment = now();

    private final ByteBuffer bytes;
    private final int from;
    private final int[] sums;
    private final int[] checkedAt; // written without a lock: at worst a page is checked twice

    /** The bytes are not those that were written, or can no longer be read. */
    static final class Unsound extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient CheckedBytes of;

        private Unsound(CheckedBytes of, String what) {
            super(what, null, false, false);
            this.of = of;
        }

        boolean isOf(CheckedBytes bytes) {
            return of == bytes;
        }
    }

    /**
     * @param from where the first page starts
     * @param sums of each page
     */
    CheckedBytes(ByteBuffer bytes, int from, int[] sums) {
        this.bytes = bytes;
        this.from = from;
        this.sums = sums;
        this.checkedAt = new int[sums.length];
    }

    static int pages(long length) {
        return (int) ((length + PAGE_BYTES - 1) >>> PAGE_BITS);
    }

    /** The checksums of a range's pages. */
    static int[] sums(byte[] array, int from, int to) {
        int[] sums = new int[pages(to - from)];
        CRC32C crc = new CRC32C();
        for (int page = 0; page < sums.length; page++) {
            int at = from + (page << PAGE_BITS);
            crc.reset();
            crc.update(array, at, Math.min(PAGE_BYTES, to - at));
            sums[page] = (int) crc.getValue();
        }
        return sums;
    }

    private static int now() {
        return (int) (System.nanoTime() >>> MOMENT_BITS) | 1; // never 0, the mark of a page not checked yet
    }

    /** A read begins: what was checked longer ago is checked again, in all indexes. */
    static void readBegins() {
        int now = now();
        if (now != moment) {
            moment = now;
        }
    }

    /** Checks every page from now on, whenever it was checked before. */
    void distrust() {
        Arrays.fill(checkedAt, 0);
    }

    int getInt(int at) {
        check(at, 4);
        return bytes.getInt(at);
    }

    long getLong(int at) {
        check(at, 8);
        return bytes.getLong(at);
    }

    byte[] bytes(int at, int length) {
        check(at, length);
        byte[] copy = new byte[length];
        bytes.get(at, copy);
        return copy;
    }

    /** For {@link Bloom}, which touches one block. */
    ByteBuffer checked(int at, int length) {
        check(at, length);
        return bytes;
    }

    private void check(int at, int length) {
        int current = moment;
        int last = at - from + Math.max(0, length - 1) >>> PAGE_BITS;
        for (int page = at - from >>> PAGE_BITS; page <= last; page++) {
            if (page >= sums.length) {
                throw new Unsound(this, "a place outside the file is named in it");
            }
            if (checkedAt[page] != current) {
                compare(page);
                checkedAt[page] = current;
            }
        }
    }

    /** Through a copy: a page that was cut off is then an error that can be caught, and not the end of the process. */
    private void compare(int page) {
        int at = from + (page << PAGE_BITS);
        boolean sound;
        try {
            byte[] copy = new byte[Math.min(PAGE_BYTES, bytes.limit() - at)];
            bytes.get(at, copy);
            CRC32C crc = new CRC32C();
            crc.update(copy, 0, copy.length);
            sound = (int) crc.getValue() == sums[page];
        } catch (InternalError e) {
            sound = false;
        }
        if (!sound) {
            awaitLateErrors();
            throw new Unsound(this, "a checksum is wrong, or it was cut");
        }
    }

    /** Java tells of a mapped file that was cut when it next has the time to, and more than once. */
    private static void awaitLateErrors() {
        for (int i = 0; i < 3; i++) {
            try {
                Thread.yield();
            } catch (InternalError e) {
                LOG.debug("a mapped file was cut: {}", e.getMessage());
            }
        }
    }
}
