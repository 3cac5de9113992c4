// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.query;

import io.photon.projection.ProjectionService.Sizes;
import io.photon.projection.run.ProjectionTask;
import io.photon.projection.run.ProjectionTask.Use;
import io.photon.projection.spi.StreamSize;
import io.photon.result.Result;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How large streams are, by a projection that measures them. */
public final class MeasuredStreams {

    private MeasuredStreams() {}

    /** Those of the streams that it knows. @param patience how long to wait for one that is busy */
    public static Result<Sizes> read(ProjectionTask task, List<String> streams, Duration patience) {
        Use<Sizes> use = fold -> {
            Map<String, StreamSize> sizes = new HashMap<>(streams.size() * 2);
            for (String stream : streams) {
                fold.sizeOf(stream).ifPresent(size -> sizes.put(stream, size));
            }
            return new Sizes(fold.isWhole() ? fold.position() : 0, sizes);
        };
        return task.read(use, patience);
    }
}
