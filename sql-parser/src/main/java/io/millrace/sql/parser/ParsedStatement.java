package io.millrace.sql.parser;

import io.millrace.sql.tree.Statement;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * One statement of a script.
 *
 * @param statement the tree; its positions are lines and columns of the script
 * @param text the text without the semicolon and without what surrounds it
 * @param position first and last character of {@code text} in the script
 * @param offset index of the first character of {@code text} in the script
 * @param parameters how many {@code ?} there are
 */
public record ParsedStatement(Statement statement, String text, SqlParserPos position, int offset, int parameters) {}
