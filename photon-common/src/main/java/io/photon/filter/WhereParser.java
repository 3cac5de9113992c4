// SPDX-License-Identifier: Apache-2.0
package io.photon.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the predicate of {@code --where}: the part of jq that cannot run long.
 *
 * <pre>
 * pipe     = or [ "|" pipe ]
 * or       = and { "or" and }
 * and      = compared { "and" compared }
 * compared = term [ ( "==" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=" ) term ]
 * term     = ( path | literal | "(" pipe ")" | call ) { "." name | "[" index-or-string "]" | "?" }
 * call     = "not" | "length" | "type" | "test(" string [ ";" flags ] ")"
 *          | ( "startswith" | "endswith" | "contains" | "has" ) "(" pipe ")"
 * path     = "." [ name | string | "[" index-or-string "]" ]
 * literal  = string | number | "true" | "false" | "null" | "[" literals "]"
 * </pre>
 */
public final class WhereParser {

    private static final int MAX_LENGTH = 4_096;
    private static final int MAX_DEPTH = 100;

    private final WhereLexer lexer;
    /** Fields of the event itself that are looked at; null once all of it is. */
    private @Nullable Set<String> fields = new HashSet<>();
    /** Whether a path starts at the event, not at what a pipe passes on. */
    private boolean atEvent = true;

    private int depth;

    private WhereParser(String text) {
        this.lexer = new WhereLexer(text);
    }

    /** The predicate of a text; a failure names the column and what was expected there. */
    public static Result<Where> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "where: " + text.length() + " characters; at most " + MAX_LENGTH,
                    "filter the output instead, e.g. with jq");
        }
        WhereParser parser = new WhereParser(text);
        try {
            Jq predicate = parser.pipe();
            parser.lexer.expectEnd();
            return Result.ok(new JqWhere(text, predicate, parser.fields));
        } catch (WhereSyntaxException e) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "where: column " + e.column() + ": " + e.getMessage()
                            + Caret.under(text.replace('\n', ' '), 1, e.column()),
                    "e.g. .payload.amount > 100 and (.\"event-type\" | startswith(\"Order\"))");
        }
    }

    private Jq pipe() throws WhereSyntaxException {
        if (++depth > MAX_DEPTH) {
            throw lexer.error("nested deeper than " + MAX_DEPTH);
        }
        Jq left = or();
        if (lexer.take("|")) {
            boolean before = atEvent;
            atEvent = false;
            left = new Jq.Pipe(left, pipe());
            atEvent = before;
        }
        depth--;
        return left;
    }

    private Jq or() throws WhereSyntaxException {
        Jq left = and();
        while (lexer.takeWord("or")) {
            left = new Jq.Or(left, and());
        }
        return left;
    }

    private Jq and() throws WhereSyntaxException {
        Jq left = compared();
        while (lexer.takeWord("and")) {
            left = new Jq.And(left, compared());
        }
        return left;
    }

    private Jq compared() throws WhereSyntaxException {
        Jq left = term();
        IntPredicate holds = comparison();
        if (holds == null) {
            return left;
        }
        Jq compared = new Jq.Compare(left, term(), holds);
        if (comparison() != null) {
            throw lexer.error("comparisons do not chain; use 'and'");
        }
        return compared;
    }

    private @Nullable IntPredicate comparison() {
        if (lexer.take("==")) {
            return order -> order == 0;
        }
        if (lexer.take("!=")) {
            return order -> order != 0;
        }
        if (lexer.take("<=")) {
            return order -> order <= 0;
        }
        if (lexer.take(">=")) {
            return order -> order >= 0;
        }
        if (lexer.take("<")) {
            return order -> order < 0;
        }
        return lexer.take(">") ? order -> order > 0 : null;
    }

    private Jq term() throws WhereSyntaxException {
        Jq term;
        if (lexer.take("(")) {
            term = pipe();
            lexer.expect(")");
        } else if (lexer.peek() == '.') {
            term = path();
        } else {
            JsonNode literal = literal();
            term = literal == null ? call() : new Jq.Constant(literal);
        }
        return steps(term);
    }

    /** A path's first step decides which field of the event is looked at. */
    private Jq path() throws WhereSyntaxException {
        lexer.expect(".");
        String key = lexer.key();
        if (key == null && lexer.peek() == '[') {
            lexer.expect("[");
            key = lexer.peek() == '"' ? lexer.string() : null;
            if (key == null) {
                lookAtAll();
                return new Jq.Index(new Jq.Identity(), indexEnd());
            }
            lexer.expect("]");
        }
        if (key == null) {
            lookAtAll();
            return new Jq.Identity();
        }
        if (atEvent && fields != null) {
            fields.add(key);
        }
        return new Jq.Field(new Jq.Identity(), key);
    }

    private void lookAtAll() {
        if (atEvent) {
            fields = null;
        }
    }

    private Jq steps(Jq start) throws WhereSyntaxException {
        Jq term = start;
        while (true) {
            if (lexer.peek() == '.') {
                lexer.expect(".");
                String key = lexer.key();
                if (key != null) {
                    term = new Jq.Field(term, key);
                } else if (lexer.peek() != '[') {
                    throw lexer.error("expected a field name");
                }
            } else if (lexer.take("[")) {
                if (lexer.peek() == '"') {
                    term = new Jq.Field(term, lexer.string());
                    lexer.expect("]");
                } else {
                    term = new Jq.Index(term, indexEnd());
                }
            } else if (!lexer.take("?")) {
                return term; // with ? or without: what cannot be read so is not wanted
            }
        }
    }

    private int indexEnd() throws WhereSyntaxException {
        BigDecimal index = lexer.number();
        if (index == null) {
            throw lexer.error("expected an index or a string");
        }
        lexer.expect("]");
        try {
            return index.intValueExact();
        } catch (ArithmeticException e) {
            throw lexer.error("an index is a whole number");
        }
    }

    private @Nullable JsonNode literal() throws WhereSyntaxException {
        if (lexer.peek() == '"') {
            return TextNode.valueOf(lexer.string());
        }
        if (lexer.takeWord("true")) {
            return BooleanNode.TRUE;
        }
        if (lexer.takeWord("false")) {
            return BooleanNode.FALSE;
        }
        if (lexer.takeWord("null")) {
            return NullNode.getInstance();
        }
        if (lexer.peek() == '[') {
            return array();
        }
        BigDecimal number = lexer.number();
        return number == null ? null : DecimalNode.valueOf(number);
    }

    private JsonNode array() throws WhereSyntaxException {
        if (++depth > MAX_DEPTH) {
            throw lexer.error("nested deeper than " + MAX_DEPTH);
        }
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        lexer.expect("[");
        while (!lexer.take("]")) {
            if (!array.isEmpty()) {
                lexer.expect(",");
            }
            JsonNode element = literal();
            if (element == null) {
                throw lexer.error("expected a literal");
            }
            array.add(element);
        }
        depth--;
        return array;
    }

    private Jq call() throws WhereSyntaxException {
        if (lexer.takeWord("not")) {
            lookAtAll();
            return new Jq.Not();
        }
        if (lexer.takeWord("length")) {
            lookAtAll();
            return new Jq.Length();
        }
        if (lexer.takeWord("type")) {
            lookAtAll();
            return new Jq.Type();
        }
        if (lexer.takeWord("test")) {
            return test();
        }
        if (lexer.takeWord("startswith")) {
            return new Jq.StartsWith(argument());
        }
        if (lexer.takeWord("endswith")) {
            return new Jq.EndsWith(argument());
        }
        if (lexer.takeWord("contains")) {
            return new Jq.Contains(argument());
        }
        if (lexer.takeWord("has")) {
            return new Jq.Has(argument());
        }
        throw lexer.error("expected a path, a literal, '(' or one of not, length, type, test, startswith, endswith,"
                + " contains, has");
    }

    private Jq argument() throws WhereSyntaxException {
        lookAtAll();
        lexer.expect("(");
        Jq argument = pipe();
        lexer.expect(")");
        return argument;
    }

    private Jq test() throws WhereSyntaxException {
        lookAtAll();
        lexer.expect("(");
        String pattern = lexer.string();
        int flags = lexer.take(";") ? flags(lexer.string()) : 0;
        Jq test = new Jq.Test(regex(pattern, flags));
        lexer.expect(")");
        return test;
    }

    private LinearRegex regex(String pattern, int flags) throws WhereSyntaxException {
        try {
            if ((flags & Pattern.COMMENTS) != 0) {
                throw new LinearRegex.Unsupported("the flag x");
            }
            return LinearRegex.compile(pattern, (flags & Pattern.CASE_INSENSITIVE) != 0, (flags & Pattern.DOTALL) != 0);
        } catch (LinearRegex.Unsupported e) {
            throw lexer.error(wrong(pattern, flags)
                    .orElse("the regular expression has what cannot be tested in linear time (" + e.getMessage()
                            + "), so it is for the daemon's own jq, over HTTP"));
        }
    }

    /** What is wrong with an expression in any language, and where. */
    private static Optional<String> wrong(String pattern, int flags) {
        try {
            Pattern.compile(pattern, flags);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of("the regular expression is wrong: " + e.getDescription() + " at its character "
                    + (e.getIndex() + 1));
        }
    }

    private int flags(String letters) throws WhereSyntaxException {
        int flags = 0;
        for (char letter : letters.toCharArray()) {
            flags |= switch (letter) {
                case 'i' -> Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
                case 's' -> Pattern.DOTALL;
                case 'x' -> Pattern.COMMENTS;
                case 'g', 'n' -> 0;
                default -> throw lexer.error("unknown flag '" + letter + "'; use i, s or x");
            };
        }
        return flags;
    }
}
