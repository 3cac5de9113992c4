// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.lines;

import io.photon.backup.format.Anchor;
import io.photon.backup.format.Trailer;
import io.photon.cli.output.Lines;
import io.photon.client.ByteSink;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import io.photon.text.LineEnds;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Passes a backup on while checking it against its trailer: count, last order-id and SHA-256. Takes whole lines. The
 * trailer of a backup without events is told an event of the store, if one is known.
 */
public final class BackupCheck implements ByteSink {

    private final ByteSink next;
    private final Optional<Anchor> known;
    private final MessageDigest sha256 = digest();
    private byte @Nullable [] trailer;
    private boolean afterTrailer;
    private long events;
    private long last;

    /** @param known an event of the store, from the backup that this one goes on from */
    public BackupCheck(ByteSink next, Optional<Anchor> known) {
        this.next = next;
        this.known = known;
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void write(byte[] lines, int offset, int length) {
        afterTrailer |= trailer != null;
        int end = offset + length;
        int start = Lines.lastLine(lines, offset, end);
        if (Trailer.isTrailer(lines, start, end - 1)) {
            trailer = Arrays.copyOfRange(lines, start, end - 1);
            end = start;
            next.write(lines, offset, end - offset);
            byte[] line = anchored(Arrays.copyOfRange(lines, start, offset + length));
            next.write(line, 0, line.length);
        } else {
            next.write(lines, offset, length);
        }
        sha256.update(lines, offset, end - offset);
        events += LineEnds.count(lines, offset, end);
        long id = LastPosition.orderId(lines, Lines.lastLine(lines, offset, end), end);
        last = id > 0 ? id : last;
    }

    private byte[] anchored(byte[] line) {
        return known.isPresent()
                        && Trailer.parse(line, 0, line.length - 1) instanceof Result.Ok<Trailer> read
                        && read.value().events() == 0
                ? read.value().anchoredTo(known.get()).line()
                : line;
    }

    @Override
    public void pause() {
        next.pause();
    }

    /** How many events passed. */
    public long events() {
        return events;
    }

    /** The order-id of the last one, 0 before the first. */
    public long last() {
        return last;
    }

    /** All has passed: the trailer, or what is wrong. */
    public Result<Trailer> verdict() {
        if (trailer == null) {
            return wrong("the daemon's answer has no trailer after " + events + " events");
        }
        return Trailer.parse(trailer, 0, trailer.length).then(found -> {
            if (afterTrailer) {
                return wrong("there is data after the trailer");
            }
            if (found.events() != events) {
                return wrong("the trailer counts " + found.events() + " events, " + events + " came");
            }
            String sum = HexFormat.of().formatHex(sha256.digest());
            if (!found.sha256().equals(sum)) {
                return wrong("the SHA-256 of what came is " + sum + ", the trailer says " + found.sha256());
            }
            return Result.ok(found);
        });
    }

    private static <T> Result<T> wrong(String message) {
        return Result.err(Failure.of(Kind.VERIFICATION_FAILED, message, "do not keep this backup: take another"));
    }
}
