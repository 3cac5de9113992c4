package io.photon.projection;

import io.photon.codec.JsonFields;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.Optional;

/** Picks a field out of a projection's current value. */
final class ValueField {

    private ValueField() {}

    static Result<byte[]> read(Runner runner, String key) {
        Result<Optional<byte[]>> field = runner.read(fold -> {
            Optional<byte[]> own = fold.field(key);
            return own != null ? own : Optional.ofNullable(JsonFields.field(fold.value(), key));
        });
        return field.then(found -> found.map(Result::ok)
                .orElseGet(() -> Result.err(
                        Failure.Kind.NOT_FOUND,
                        "the value of projection '" + runner.name() + "' has no '" + key + "'",
                        "look at the whole value with: photon projection query " + runner.name())));
    }
}
