// SPDX-License-Identifier: Apache-2.0
package io.photon.backup.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.photon.codec.GapJson;
import io.photon.codec.JsonTree;
import io.photon.event.Gap;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The last line of a backup: what it holds. Immutable.
 *
 * @param events how many event lines stand before it
 * @param first order-id of the first one, empty when there is none
 * @param last order-id of the last one; in an incremental backup without events the position that it goes on from, so that
 *     the next one begins after this in every case; empty for the full backup of an empty store
 * @param sha256 64 hexadecimal digits, over all bytes of this backup before the trailer's line
 * @param created when the backup was made, RFC 3339 in UTC
 * @param from the lowest order-id asked for (inclusive), empty for a full backup
 * @param gaps what could not be read when it was made, in order, each above the one before; none for a complete one
 * @param anchor an event of the store, where the backup has none itself and its maker knew one
 */
public record Trailer(
        long events,
        OptionalLong first,
        OptionalLong last,
        String sha256,
        String created,
        OptionalLong from,
        List<Gap> gaps,
        Optional<Anchor> anchor) {

    /** Most places that a backup can lack. */
    public static final int MOST_GAPS = 10_000;

    /** Of a complete backup. */
    public Trailer(
            long events, OptionalLong first, OptionalLong last, String sha256, String created, OptionalLong from) {
        this(events, first, last, sha256, created, from, List.of(), Optional.empty());
    }

    /** The same that names an event of its store. */
    public Trailer anchoredTo(Anchor known) {
        return new Trailer(events, first, last, sha256, created, from, gaps, Optional.of(known));
    }

    /** The order-id up to which a chain that ends with this backup is whole; 0 when it holds nothing. */
    public long position() {
        long gone = gaps.isEmpty() ? 0 : gaps.get(gaps.size() - 1).last();
        return Math.max(Math.max(last.orElse(0), gone), from.orElse(1) - 1);
    }

    /** The version this code writes and reads. */
    public static final int VERSION = 1;

    private static final byte[] START = "{\"photon-backup\":".getBytes(StandardCharsets.US_ASCII);

    /** Whether a line is a trailer (of any version) rather than an event. */
    public static boolean isTrailer(byte[] line, int from, int to) {
        return to - from >= START.length && Arrays.equals(line, from, from + START.length, START, 0, START.length);
    }

    /** The trailer as it stands in a file, line end included. */
    public byte[] line() {
        return ("{\"photon-backup\":{\"version\":" + VERSION + ",\"events\":" + events + ",\"first\":" + text(first)
                        + ",\"last\":" + text(last) + ",\"sha256\":\"" + sha256 + "\",\"created\":\"" + created
                        + "\",\"from\":" + text(from)
                        + (gaps.isEmpty() ? "" : ",\"gaps\":" + GapJson.ranges(gaps))
                        + anchor.map(known -> ",\"anchor\":" + known.json()).orElse("") + "}}\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a trailer's line; fields it does not know are left for newer versions. */
    public static Result<Trailer> parse(byte[] line, int from, int to) {
        JsonNode trailer;
        try {
            trailer = JsonTree.read(line, from, to - from).path("photon-backup");
        } catch (JsonProcessingException e) {
            return damaged("the trailer is not JSON: it is cut off or damaged");
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
        JsonNode version = trailer.path("version");
        if (!version.isInt() || version.intValue() != VERSION) {
            return Result.err(
                    Failure.Kind.VERIFICATION_FAILED,
                    "the trailer is of version " + version + "; this photon reads version " + VERSION,
                    "use the photon that made the backup, or a newer one");
        }
        String sha256 = trailer.path("sha256").asText();
        if (!trailer.path("events").canConvertToLong() || !sha256.matches("[0-9a-f]{64}")) {
            return damaged("the trailer has no events or no sha256");
        }
        if (!isTime(trailer.path("created").asText())) {
            return damaged("the trailer's created is not a time");
        }
        for (String position : new String[] {"first", "last", "from"}) {
            JsonNode value = trailer.path(position);
            if (!value.isNull() && !(value.isIntegralNumber() && value.canConvertToLong())) {
                return damaged("the trailer's " + position + " is not an order-id");
            }
        }
        Optional<List<Gap>> gaps = gaps(trailer.path("gaps"));
        if (gaps.isEmpty()) {
            return damaged("the trailer's gaps are not a list of rising order-ids");
        }
        JsonNode anchor = trailer.path("anchor");
        if (!anchor.isMissingNode() && Anchor.parse(anchor).isEmpty()) {
            return damaged("the trailer's anchor names no event");
        }
        return Result.ok(new Trailer(
                trailer.path("events").longValue(),
                position(trailer.path("first")),
                position(trailer.path("last")),
                sha256,
                trailer.path("created").asText(),
                position(trailer.path("from")),
                gaps.get(),
                Anchor.parse(anchor)));
    }

    private static Optional<List<Gap>> gaps(JsonNode list) {
        if (list.isMissingNode()) {
            return Optional.of(List.of());
        }
        if (!list.isArray() || list.isEmpty() || list.size() > MOST_GAPS) {
            return Optional.empty();
        }
        List<Gap> gaps = new ArrayList<>();
        long before = 0;
        for (JsonNode gap : list) {
            JsonNode first = gap.path("first");
            JsonNode last = gap.path("last");
            boolean whole = first.isIntegralNumber()
                    && first.canConvertToLong()
                    && last.isIntegralNumber()
                    && last.canConvertToLong()
                    && first.longValue() > before
                    && first.longValue() <= last.longValue();
            if (!whole) {
                return Optional.empty();
            }
            before = last.longValue();
            gaps.add(new Gap(first.longValue(), before));
        }
        return Optional.of(List.copyOf(gaps));
    }

    private static boolean isTime(String text) {
        try {
            Instant.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static OptionalLong position(JsonNode value) {
        return value.isNull() ? OptionalLong.empty() : OptionalLong.of(value.longValue());
    }

    private static String text(OptionalLong position) {
        return position.isPresent() ? Long.toString(position.getAsLong()) : "null";
    }

    private static Result<Trailer> damaged(String message) {
        return Result.err(Failure.Kind.VERIFICATION_FAILED, message, BackupReader.DAMAGED_HINT);
    }
}
