// SPDX-License-Identifier: Apache-2.0
package io.photon.question;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The table of what a Photon can be asked, by noun. The order is that in which paths are looked at: one with a free segment
 * stands after those that it would hide.
 *
 * <p>One more question is a row in the questions of its noun, a line in the use cases of that noun in the daemon's {@code api}, and
 * the command that asks it (see CONTRIBUTING).
 */
public final class Questions {

    /** All of them, in order. */
    public static final List<Question> ALL = Stream.of(
                    EventQuestions.ROWS,
                    StreamQuestions.ROWS,
                    BackupQuestions.ROWS,
                    SqlQuestions.ROWS,
                    AdminQuestions.ROWS,
                    ClusterQuestions.ROWS,
                    ProjectionQuestions.ROWS,
                    TokenQuestions.ROWS,
                    HookQuestions.ROWS,
                    UserQuestions.ROWS)
            .map(Rows::all)
            .flatMap(Collection::stream)
            .toList();

    private Questions() {}
}
