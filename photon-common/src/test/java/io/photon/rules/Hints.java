// SPDX-License-Identifier: Apache-2.0
package io.photon.rules;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds refusals that tell the user what is wrong and not what to do. */
final class Hints {

    /** What the one who asks can change. */
    private static final Set<String> REFUSALS = Set.of(
            "BAD_INPUT",
            "TOO_LARGE",
            "UNSUPPORTED_TYPE",
            "NOT_AUTHENTICATED",
            "DENIED",
            "NOT_FOUND",
            "CONFLICT",
            "OVERLOADED");

    private static final Set<String> MAKERS = Set.of("Failure.of", "Result.err");

    private Hints() {}

    /** The calls in source files that make a refusal without a hint, as they are written. */
    static List<String> missing(List<Path> files) {
        List<String> found = new ArrayList<>();
        Parsed.each(
                files,
                unit -> new TreeScanner<Void, Void>() {
                    @Override
                    public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
                        if (MAKERS.contains(call.getMethodSelect().toString()) && lacksHint(call.getArguments())) {
                            found.add(call.toString());
                        }
                        return super.visitMethodInvocation(call, nothing);
                    }
                }.scan(unit, null));
        return found;
    }

    private static boolean lacksHint(List<? extends ExpressionTree> arguments) {
        return arguments.get(0) instanceof MemberSelectTree kind
                && REFUSALS.contains(kind.getIdentifier().toString())
                && (arguments.size() == 2 || arguments.get(2).getKind() == Tree.Kind.NULL_LITERAL);
    }
}
