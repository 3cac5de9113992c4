// SPDX-License-Identifier: Apache-2.0
package io.photon.store.h2;

import io.photon.os.PrivateFiles;
import io.photon.store.file.disk.FileRights;
import io.photon.store.file.disk.Folder;
import io.photon.store.file.disk.Folders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What the log remembers of its mirror, in small files of its directory, so that a copy of either that is put back
 * is noticed.
 *
 * <p>A mark is a random text given to both at each start and each clean stop: first noted here as {@code next}, then
 * written into the database, then noted here as {@code expected}, with what the database's file says of its age. Between
 * two of these steps the process may end, or the log's folder may vanish; so all that were announced since the last
 * {@code expected} are kept. A database with any other mark is not the one this log last worked with, or has lost what was
 * written last.
 *
 * <p>{@code ahead} says that the database was seen to have events that the log has not, and up to where. Until the two are
 * brought together, or the user has chosen one, no row is taken away and no database is moved.
 *
 * <p>{@code mirror.head} says up to which order-id the log was mirrored, written before the rows are: rows up to it were
 * durable in the log, whatever became of its end since. Used by one thread at a time.
 */
final class PairingMarker {

    private static final String FILE = "mirror.mark";
    /** Serves when the first is damaged: without any mark no one knows whether log and database belong together. */
    private static final String COPY = "mirror.mark.copy";

    private static final String HEAD_FILE = "mirror.head";
    private static final String ASIDE = "aside ";
    private static final String COPY_SEEN = "copy-seen";
    /** Up to where the database was seen to have events that the log has not. */
    private static final String AHEAD = "ahead";
    /** One or several: the database may carry each that was announced and not confirmed. */
    private static final String NEXT = "next";

    private static final String BETWEEN = " | ";
    private static final String AFTER = " after ";
    private static final String NO_MARK = "none";
    private static final String FIRST_LINE = "photon-mirror 1";

    /** A file that lost this many starts and stops is not told from a copy. */
    private static final int MAX_EARLIER = 16;

    private static final int ID_BYTES = 16;
    private static final int ID_CHARS = 2 * ID_BYTES;

    /** Two marks that have nothing to do with each other differ in nearly all characters. */
    private static final int MAX_FLIPPED = 8;

    private final Folder folder;
    private final Path directory;
    private final Map<String, String> fields;

    private PairingMarker(Folder folder, Map<String, String> fields) {
        this.folder = folder;
        this.directory = folder.path();
        this.fields = fields;
    }

    /** The mark of a log; null when it has none that can be read. */
    static @Nullable PairingMarker read(Path directory) throws IOException {
        FileRights.requireFile(directory.resolve(COPY));
        PairingMarker mark = read(directory, FILE);
        return mark == null ? read(directory, COPY) : mark;
    }

    private static @Nullable PairingMarker read(Path directory, String name) throws IOException {
        Path file = directory.resolve(name);
        FileRights.requireFile(file);
        if (!FileRights.isThere(file)) {
            return null;
        }
        String[] lines = text(file).split("\n");
        Map<String, String> fields = new LinkedHashMap<>();
        StringBuilder checked = new StringBuilder();
        for (String line : lines) {
            int colon = line.indexOf(": ");
            if (line.startsWith("crc: ")) {
                return line.equals("crc: " + crc(checked.toString())) && fields.containsKey("store-id")
                        ? new PairingMarker(Folder.of(directory), fields)
                        : null;
            }
            checked.append(line).append('\n');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        return null;
    }

    private static String text(Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw FileRights.explained(file, e);
        }
    }

    /** A mark for a log that has none; {@link #save} writes it. */
    static PairingMarker create(Path directory, String storeId) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("store-id", storeId);
        return new PairingMarker(Folder.of(directory), fields);
    }

    /** Whether the log's folder is gone or replaced: then nothing can be noted, and the database may be the last copy. */
    boolean isLost() {
        return folder.isLost();
    }

    /** A new store's id: long and random, so that it is found in a damaged file and nowhere else. */
    static String newStoreId() {
        return "photon-store-" + random();
    }

    /** What stands in a mark that was set by a clean stop with log and database equal. */
    static final String STOPPED = "stopped";

    /** A mark in words, for messages. */
    static String words(@Nullable String mark) {
        String[] parts = mark == null ? new String[0] : mark.split(" ");
        return parts.length < 6
                ? "never marked"
                : "last " + (parts[1].equals(STOPPED) ? "cleanly stopped" : "in use") + " at "
                        + Instant.ofEpochMilli(Long.parseLong(parts[5])) + " with events up to " + parts[3];
    }

    /** A mark for this moment. */
    static String newMark(long nowMs, long head, boolean clean) {
        return random() + " " + (clean ? STOPPED : "running") + " head " + head + " at " + nowMs;
    }

    /**
     * A mark for a database that is made while the log's folder is lost, so that nothing can be announced. It names the
     * mark that this log knows last, by which the log agrees with it once the folder is back as it was.
     */
    String unannounced(long nowMs) {
        return newMark(nowMs, 0, false) + after(expected());
    }

    private static String after(@Nullable String mark) {
        return AFTER + (mark == null ? NO_MARK : id(mark));
    }

    @Nullable String storeId() {
        return fields.get("store-id");
    }

    /** The {@code created} field of the database file last used, or null. */
    @Nullable String created() {
        return fields.get("created");
    }

    /** Whether the database carries one of the marks that it can carry; a database not yet made carries none. */
    boolean agrees(String databaseMark) {
        return databaseMark.equals(expected())
                || databaseMark.endsWith(after(expected()))
                || announced().stream()
                        .anyMatch(mark -> databaseMark.equals(mark) || databaseMark.endsWith(after(mark)));
    }

    /** Those since the last one that was confirmed, oldest first. */
    private List<String> announced() {
        String next = fields.get(NEXT);
        return next == null ? List.of() : List.of(next.split(Pattern.quote(BETWEEN)));
    }

    /** The mark the database should carry, for messages; null when there was never a database. */
    @Nullable String expected() {
        return fields.get("expected");
    }

    /**
     * Whether a database whose mark does not agree is damaged, rather than a copy of another time. Its file's header
     * tells: the version in it grows with each write, and a copy that is put back has one of its time. With the very
     * version this log noted last, the mark should be the one noted too. With a later one it may be of a time this log
     * does not know of; not so when it carries a mark it had before, for then it has lost what was written last, or one
     * that is nearly a known one, for marks are random and what is near was flipped.
     *
     * <p>A start that is refused has opened the copy all the same, and H2 writes a version for that. So a copy of another
     * time is noted when it is first seen: it stays one, however often it is asked for.
     */
    boolean showsDamage(String databaseMark, MirrorFile.Look look) throws IOException {
        if (look.version() == null || !fields.containsKey("version") || !Objects.equals(look.created(), created())) {
            return false;
        }
        int age = Long.compare(look.versionNumber(), Long.parseLong(fields.get("version"), 16));
        if (id(databaseMark).equals(fields.get(COPY_SEEN))) {
            return false;
        }
        if (age < 0) {
            fields.put(COPY_SEEN, id(databaseMark));
            save();
        }
        return age == 0 || age > 0 && isNearAKnownOne(id(databaseMark));
    }

    private boolean isNearAKnownOne(String id) {
        return Stream.concat(earlier().stream(), Stream.of(id(expected())))
                .anyMatch(known -> known.length() == id.length() && differing(known, id) <= MAX_FLIPPED);
    }

    private static long differing(String a, String b) {
        return IntStream.range(0, a.length())
                .filter(at -> a.charAt(at) != b.charAt(at))
                .count();
    }

    /** The marks that the database had before, oldest first. */
    private List<String> earlier() {
        String ids = fields.get("earlier");
        return ids == null ? List.of() : List.of(ids.split(" "));
    }

    /** The random text a mark begins with. */
    private static String id(@Nullable String mark) {
        return mark == null ? "" : mark.substring(0, Math.min(ID_CHARS, mark.length()));
    }

    /** Notes how the last stop left the database's file. Durable on return. */
    void left(MirrorFile.Look look) throws IOException {
        note("version", look.version());
        save();
    }

    /** Announces a mark that is about to be written into the database. Durable on return. */
    void announce(String mark) throws IOException {
        List<String> announced = new ArrayList<>(announced());
        announced.add(mark);
        fields.put(NEXT, String.join(BETWEEN, last(announced)));
        save();
    }

    private static List<String> last(List<String> marks) {
        return marks.subList(Math.max(0, marks.size() - MAX_EARLIER), marks.size());
    }

    /**
     * The announced mark is in the database now. Durable on return.
     *
     * @param look the file with the mark in it, or before it
     */
    void confirm(String mark, MirrorFile.Look look) throws IOException {
        fields.remove(NEXT);
        fields.remove(COPY_SEEN);
        if (expected() != null) {
            List<String> earlier = new ArrayList<>(earlier());
            earlier.add(id(expected()));
            fields.put("earlier", String.join(" ", last(earlier)));
        }
        fields.put("expected", mark);
        note("created", look.created());
        note("version", look.version());
        save();
    }

    private void note(String name, @Nullable String value) {
        if (value == null) {
            fields.remove(name);
        } else {
            fields.put(name, value);
        }
    }

    /** Writes the mark, so that either the old or the new one survives a power cut. */
    void save() throws IOException {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        fields.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append('\n'));
        String crc = crc(text.toString());
        text.append("crc: ").append(crc).append('\n');
        write(text.toString(), FILE);
        write(text.toString(), COPY);
    }

    private void write(String text, String name) throws IOException {
        Path temporary = directory.resolve(name + ".tmp");
        try {
            folder.requireSame();
            replace(directory.resolve(name), temporary, text);
        } catch (IOException e) {
            throw FileRights.explained(directory.resolve(name), e);
        }
    }

    private void replace(Path file, Path temporary, String text) throws IOException {
        try (FileChannel channel = PrivateFiles.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        Folders.sync(directory);
    }

    /**
     * How far the mirror was.
     *
     * @param head up to which order-id rows were durable in the log when they were mirrored
     * @param rows how many rows the database had then, all of them up to that head; {@link #UNKNOWN} when that is not known
     */
    record Mirrored(long head, long rows) {
        static final long UNKNOWN = -1;
    }

    /** How far the mirror was; null when that is not known: the note is missing or damaged. */
    @Nullable Mirrored mirrored() throws IOException {
        Path file = directory.resolve(HEAD_FILE);
        FileRights.requireFile(file);
        if (!FileRights.isThere(file)) {
            return expected() == null ? new Mirrored(0, 0) : null;
        }
        String[] words = text(file).split(" ");
        if (words.length == 4 && words[2].equals(crc(words[0] + " " + words[1])) && isNumber(words[1])) {
            return new Mirrored(Long.parseLong(words[0]), Long.parseLong(words[1]));
        }
        return words.length == 3 && words[1].equals(crc(words[0])) && isNumber(words[0])
                ? new Mirrored(Long.parseLong(words[0]), Mirrored.UNKNOWN) // as earlier Photons noted it
                : null;
    }

    private static boolean isNumber(String text) {
        return text.matches("\\d{1,18}");
    }

    /**
     * What the log is known to have held, at least: up to this order-id. The mark is durable, and has what the note of the
     * mirror's head may have lost in a power cut.
     */
    long vouched() throws IOException {
        Mirrored mirrored = mirrored();
        return Math.max(mirrored == null ? 0 : mirrored.head(), headOf(expected()));
    }

    /** Up to where the database was seen to have events that the log has not; 0 when it was not, or they came together. */
    long ahead() {
        String head = fields.get(AHEAD);
        return head != null && isNumber(head) ? Long.parseLong(head) : 0;
    }

    /** Notes that, or with 0 that it is over. Durable on return. */
    void noteAhead(long head) throws IOException {
        if (head != ahead()) {
            note(AHEAD, head == 0 ? null : String.valueOf(head));
            save();
        }
    }

    /**
     * The log goes on without its database, whatever that has; one that is found later is not taken for the one that was
     * worked with. Durable on return.
     *
     * @param head up to where the log reaches
     */
    void forsake(long head) throws IOException {
        mirrored(head, 0);
        for (String name : List.of(AHEAD, "expected", NEXT, "created", "version")) {
            fields.remove(name);
        }
        save();
    }

    /** The head that stands in a mark. */
    private static long headOf(@Nullable String mark) {
        String[] parts = mark == null ? new String[0] : mark.split(" ");
        return parts.length > 3 && isNumber(parts[3]) ? Long.parseLong(parts[3]) : 0;
    }

    /**
     * Notes how far the mirror is about to be. Not forced to the disk: a power cut may forget it, but does not shorten
     * the log either.
     */
    void mirrored(long orderId, long rows) throws IOException {
        folder.requireSame();
        String text = String.format(Locale.ROOT, "%018d %018d", orderId, rows);
        Path file = directory.resolve(HEAD_FILE);
        try (FileChannel channel = PrivateFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap((text + " " + crc(text) + " \n").getBytes(StandardCharsets.ISO_8859_1));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw FileRights.explained(file, e);
        }
    }

    /** Notes what a database holds that is about to be set aside under a name. Durable on return. */
    void noteAside(String name, Mirrored held) throws IOException {
        fields.put(ASIDE + name, held.head() + " " + held.rows());
        save();
    }

    /** What a database held that this log saw being set aside; null when it knows nothing of it. */
    @Nullable Mirrored aside(String name) {
        String held = fields.get(ASIDE + name);
        if (held == null) {
            return null;
        }
        String[] words = held.split(" ");
        return new Mirrored(Long.parseLong(words[0]), Long.parseLong(words[1]));
    }

    /** It was erased. */
    void forgetAside(String name) throws IOException {
        if (fields.remove(ASIDE + name) != null) {
            save();
        }
    }

    private static String crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return Long.toHexString(crc.getValue());
    }

    private static String random() {
        byte[] bytes = new byte[ID_BYTES];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
