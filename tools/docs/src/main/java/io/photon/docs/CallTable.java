// SPDX-License-Identifier: Apache-2.0
package io.photon.docs;

import io.photon.question.Param;
import io.photon.question.Question;
import io.photon.question.Questions;
import java.util.stream.Collectors;

/** The list of all calls in docs/http.md: the table of questions. */
final class CallTable {

    private static final String BEGIN = "<!-- all calls, written by bin/generate-docs -->\n";
    private static final String END = "<!-- end of all calls -->\n";

    private CallTable() {}

    /** A page with the list in its place. */
    static String in(String page) {
        int from = page.indexOf(BEGIN);
        int to = page.indexOf(END);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("the page has no place for the list of calls");
        }
        return page.substring(0, from + BEGIN.length()) + table() + page.substring(to);
    }

    private static String table() {
        return "| call | query | answers | over Muon |\n| --- | --- | --- | --- |\n"
                + Questions.ALL.stream().map(CallTable::row).collect(Collectors.joining());
    }

    private static String row(Question question) {
        String query = question.params().stream()
                .filter(question::isInQuery)
                .map(Param::name)
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining(" "));
        String muon = question.muon() == null ? "" : "`" + question.muon() + "`";
        return "| `" + question.method() + " " + question.path() + "` | " + query + " | " + question.doc() + " | "
                + muon + " |\n";
    }
}
