// SPDX-License-Identifier: Apache-2.0
package io.photon.migration;

import io.photon.core.StreamDeletion;
import io.photon.event.Event;
import io.photon.event.EventLine;
import io.photon.os.PrivateFiles;
import io.photon.store.DeletionEvents;
import io.photon.text.Utf8;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Counts the events of one side, stream by stream, as they are read in order. A deletion that is read takes what it deletes
 * out again. Of any number of streams: what does not fit into memory is in scratch files, which go with the process. Not
 * thread-safe.
 */
final class Tally implements AutoCloseable {

    /** Of some 250 bytes each; there are two tallies. */
    static final int MOST_IN_MEMORY = 100_000;

    /** A name as it stands in lines. @param hash of it */
    private record Name(byte[] bytes, int from, int to, int hash) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Name that && Arrays.equals(bytes, from, to, that.bytes, that.from, that.to);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        Name copy() {
            byte[] own = Arrays.copyOfRange(bytes, from, to);
            return new Name(own, 0, own.length, hash);
        }

        byte[] plain() {
            return Utf8.bytes(EventLine.unescape(bytes, from, to));
        }
    }

    private final Path scratch;
    private final int most;
    private final MessageDigest sha256;
    private final byte[] digest = new byte[Sum.BYTES];
    private final Map<Name, Count> counts = new HashMap<>();
    private final List<FileChannel> parts = new ArrayList<>();
    private long events;
    private long bytes;

    /** @param scratch a folder for temporary files, made when needed @param most streams held in memory */
    Tally(Path scratch, int most) {
        this.scratch = scratch;
        this.most = most;
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }

    /** Events read so far, those that were deleted afterwards included. */
    long events() {
        return events;
    }

    /** Their bytes. */
    long bytes() {
        return bytes;
    }

    void add(List<Event> page) throws IOException {
        for (Event event : page) {
            add(event);
        }
    }

    private void add(Event event) throws IOException {
        EventLine.Header header = event.header();
        count(event.array(), header.streamFrom(), header.streamTo()).add(event.orderId(), digest(event));
        events++;
        bytes += event.length() + 1L;
        boolean mayDelete = header.streamFrom() < header.streamTo() && event.array()[header.streamFrom()] == '_';
        if (mayDelete) { // of other names none begins so: not decoded for each event
            StreamDeletion deletion = DeletionEvents.read(event).orElse(null);
            if (deletion != null) {
                byte[] name = EventLine.escape(deletion.streamName());
                count(name, 0, name.length).delete(deletion.upTo());
            }
        }
        if (counts.size() >= most) {
            putAside();
        }
    }

    private byte[] digest(Event event) {
        sha256.update(event.array(), event.offset(), event.length());
        try {
            sha256.digest(digest, 0, digest.length);
        } catch (java.security.DigestException e) {
            throw new IllegalStateException("a SHA-256 has 32 bytes", e);
        }
        return digest;
    }

    private Count count(byte[] array, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + array[i];
        }
        Name name = new Name(array, from, to, hash);
        Count found = counts.get(name);
        if (found == null) {
            found = new Count();
            counts.put(name.copy(), found);
        }
        return found;
    }

    private void putAside() throws IOException {
        PrivateFiles.createFolders(scratch);
        FileChannel file = PrivateFiles.open(
                scratch.resolve("migrate-" + UUID.randomUUID() + ".tmp"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        parts.add(file);
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16));
        for (Counted counted : sorted()) {
            out.writeInt(counted.name().length);
            out.write(counted.name());
            counted.count().write(out);
        }
        out.flush();
        counts.clear();
    }

    /** A stream and what was counted. @param name in UTF-8 */
    record Counted(byte[] name, Count count) {
        StreamProof proof() {
            return count.of(Utf8.text(name));
        }
    }

    private List<Counted> sorted() {
        List<Counted> all = new ArrayList<>(counts.size());
        counts.forEach((name, count) -> all.add(new Counted(name.plain(), count)));
        all.sort((a, b) -> Arrays.compareUnsigned(a.name(), b.name()));
        return all;
    }

    /** All streams with events, in the order of their names' UTF-8 bytes. Nothing may be added while they are read. */
    CountedStreams streams() throws IOException {
        List<DataInputStream> earlier = new ArrayList<>();
        for (FileChannel part : parts) {
            part.position(0);
            earlier.add(new DataInputStream(new BufferedInputStream(Channels.newInputStream(part), 1 << 16)));
        }
        return new CountedStreams(earlier, sorted());
    }

    @Override
    public void close() throws IOException {
        for (FileChannel part : parts) {
            part.close();
        }
    }
}
