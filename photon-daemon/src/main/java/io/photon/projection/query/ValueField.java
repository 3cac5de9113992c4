// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.query;

import io.photon.codec.JsonFields;
import io.photon.projection.run.ProjectionTask;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.Optional;

/** Picks a field out of a projection's current value. */
public final class ValueField {

    private ValueField() {}

    public static Result<byte[]> read(ProjectionTask task, String key) {
        Result<Optional<byte[]>> field = task.read(fold -> {
            Optional<byte[]> own = fold.field(key);
            return own != null ? own : Optional.ofNullable(JsonFields.field(fold.value(), key));
        });
        return field.then(found -> found.map(Result::ok)
                .orElseGet(() -> Result.err(
                        Failure.Kind.NOT_FOUND,
                        "the value of projection '" + task.name() + "' has no '" + key + "'",
                        "look at the whole value with: photon projection query " + task.name())));
    }
}
