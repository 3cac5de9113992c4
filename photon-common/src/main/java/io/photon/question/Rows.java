// SPDX-License-Identifier: Apache-2.0
package io.photon.question;

import java.util.ArrayList;
import java.util.List;

/** The questions of one noun, in the order in which they are written. Filled by the initializer of one class. */
final class Rows {

    private final List<Question> all = new ArrayList<>();

    Question add(Question question) {
        all.add(question);
        return question;
    }

    List<Question> all() {
        return all;
    }
}
