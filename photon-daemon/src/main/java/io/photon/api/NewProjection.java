package io.photon.api;

/**
 * A projection that somebody wants.
 *
 * @param name its name; names of internal streams are Photon's
 * @param streamName what it folds, a glob too; null or empty for {@code __all__}
 * @param exact whether that is the exact name of a stream even if it looks like a glob
 * @param language {@code javascript}, {@code clojure} or {@code jq}
 * @param reduction source text
 * @param initialValue text in that language, or null
 */
public record NewProjection(
        String name, String streamName, boolean exact, String language, String reduction, String initialValue) {}
