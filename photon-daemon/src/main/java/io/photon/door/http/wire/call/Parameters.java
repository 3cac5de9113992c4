// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.call;

import io.photon.question.Param;
import io.photon.question.Question;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.settings.Closest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The query parameters that a route takes. Anything else is refused: a mistyped {@code dryrun=true} that was ignored
 * would make a restore run for real. Immutable.
 *
 * @param texts those that have a value
 * @param flags those that are true or false
 */
public record Parameters(List<String> texts, List<String> flags) {

    /** For what takes none. */
    public static final Parameters NONE = new Parameters(List.of(), List.of());

    private static final int MAX_SHOWN = 60;

    /** Of a question. */
    public static Parameters of(Question question) {
        List<String> texts = new ArrayList<>();
        List<String> flags = new ArrayList<>();
        for (Param<?> param : question.params()) {
            if (question.isInQuery(param)) {
                (param.isFlag() ? flags : texts).add(param.name());
            }
        }
        return new Parameters(texts, flags);
    }

    /** All of them. */
    public List<String> names() {
        List<String> names = new ArrayList<>(texts);
        names.addAll(flags);
        return names;
    }

    /** What is wrong with the query of a request. */
    public Optional<Failure> refuse(Target target) {
        if (target.query().isEmpty()) {
            return Optional.empty();
        }
        for (String name : target.query().keySet()) {
            if (!texts.contains(name) && !flags.contains(name)) {
                return Optional.of(unknown(name));
            }
        }
        for (String name : target.differing()) {
            return bad(
                    "the query parameter " + name + " is given twice, as '"
                            + Excerpt.of(Objects.requireNonNull(target.query().get(name)), MAX_SHOWN)
                            + "' and as something else",
                    "give it once");
        }
        for (String name : flags) {
            String value = target.query().get(name);
            if (value != null && !Param.isFlag(value)) {
                return bad(name + " is '" + Excerpt.of(value, MAX_SHOWN) + "'", "use true or false");
            }
        }
        return Optional.empty();
    }

    private Failure unknown(String name) {
        String taken = names().isEmpty()
                ? "this path takes no query parameters"
                : "this path takes " + String.join(", ", names());
        String guess = Closest.of(name.toLowerCase(Locale.ROOT), names())
                .or(() -> Closest.of(
                                letters(name),
                                names().stream().map(Parameters::letters).toList())
                        .flatMap(this::named))
                .map(meant -> "did you mean " + meant + "? ")
                .orElse("");
        return Failure.of(
                Failure.Kind.BAD_INPUT,
                "there is no query parameter '" + Excerpt.of(name, MAX_SHOWN) + "' here",
                guess + taken);
    }

    private Optional<String> named(String letters) {
        return names().stream().filter(name -> letters(name).equals(letters)).findFirst();
    }

    /** Of {@code skip_damaged}, {@code skipDamaged} and {@code skip-damaged} the same. */
    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
    }

    private static Optional<Failure> bad(String message, String hint) {
        return Optional.of(Failure.of(Failure.Kind.BAD_INPUT, message, hint));
    }
}
