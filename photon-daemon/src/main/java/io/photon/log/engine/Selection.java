// SPDX-License-Identifier: Apache-2.0
package io.photon.log.engine;

import io.photon.event.Event;
import io.photon.event.EventLine;
import io.photon.event.StreamNames;
import io.photon.filter.Glob;
import io.photon.filter.StreamSelector;
import io.photon.filter.Where;
import io.photon.log.ReplaySpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Which events a replay is about: a {@link ReplaySpec}'s filters made ready. For one thread at a time. */
final class Selection {

    private final String readStream;
    private final byte @Nullable [] exactStream;
    private final @Nullable StreamSelector streamGlob;
    private final byte @Nullable [] exactType;
    private final @Nullable Glob typeGlob;
    private final @Nullable Where where;
    private final @Nullable SeenStreams seen;

    Selection(ReplaySpec request) {
        StreamSelector stream = request.stream();
        this.readStream = stream.isSeveral() ? StreamNames.ALL : stream.oneName();
        this.exactStream = stream.isSeveral() ? null : EventLine.escape(stream.oneName());
        this.streamGlob = stream.isSeveral() && !stream.isAll() ? stream : null;
        Glob type = request.eventType() == null ? null : Glob.of(request.eventType());
        this.exactType = type != null && type.isPlain() ? EventLine.escape(type.prefix()) : null;
        this.typeGlob = type != null && !type.isPlain() ? type : null;
        this.where = request.where();
        this.seen = request.visibility() == null ? null : new SeenStreams(request.visibility());
    }

    /** The stream to read from the store. */
    String readStream() {
        return readStream;
    }

    /** Hash of the one stream this is about, or {@link LiveReader#ANY_STREAM}. */
    long streamHash() {
        return exactStream == null ? LiveReader.ANY_STREAM : EventLine.hash(exactStream, 0, exactStream.length);
    }

    /** Whether events of the stream that is read may be passed over. */
    boolean isFiltering() {
        return streamGlob != null || exactType != null || typeGlob != null || where != null || seen != null;
    }

    boolean matches(Event event) {
        EventLine.Header header = event.header();
        if (seen != null && !seen.sees(event, header)) {
            return false;
        }
        if (exactStream != null && !is(event, header.streamFrom(), header.streamTo(), exactStream)) {
            return false;
        }
        if (exactType != null && !is(event, header.typeFrom(), header.typeTo(), exactType)) {
            return false;
        }
        if (streamGlob != null && !streamGlob.includes(event.streamName())) {
            return false;
        }
        if (typeGlob != null && !typeGlob.matches(event.eventType())) {
            return false;
        }
        return where == null || where.test(event);
    }

    private static boolean is(Event event, int from, int to, byte[] expected) {
        return Arrays.equals(event.array(), from, to, expected, 0, expected.length);
    }
}
