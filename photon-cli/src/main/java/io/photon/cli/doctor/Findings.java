// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has been found so far, in order. One thread. */
public final class Findings {

    private final List<Finding> all = new ArrayList<>();

    public List<Finding> all() {
        return List.copyOf(all);
    }

    /** How many have this mark. */
    public long count(Finding.Mark mark) {
        return all.stream().filter(finding -> finding.mark() == mark).count();
    }

    public void ok(String check, String found) {
        all.add(new Finding(Finding.Mark.OK, check, found, null));
    }

    public void note(String check, String found, @Nullable String advice) {
        all.add(new Finding(Finding.Mark.NOTE, check, found, advice));
    }

    public void warning(String check, String found, String advice) {
        all.add(new Finding(Finding.Mark.WARNING, check, found, advice));
    }

    public void wrong(String check, String found, @Nullable String advice) {
        all.add(new Finding(Finding.Mark.WRONG, check, found, advice));
    }
}
