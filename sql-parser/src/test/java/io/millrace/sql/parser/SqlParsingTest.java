package io.millrace.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.tree.CreateStream;
import io.millrace.sql.tree.QueryStatement;
import org.junit.jupiter.api.Test;

class SqlParsingTest {
    @Test
    void scriptGivesEachStatementWithItsTextAndPlace() {
        var statements = SqlParsing.parseScript("-- first\nSELECT 1 ;\n\n  CREATE STREAM s (a INT);;");

        assertThat(statements).extracting(ParsedStatement::text).containsExactly("SELECT 1", "CREATE STREAM s (a INT)");
        ParsedStatement second = statements.get(1);
        assertThat(second.position().getLineNum()).isEqualTo(4);
        assertThat(second.position().getColumnNum()).isEqualTo(3);
        assertThat(second.offset()).isEqualTo(23);
        assertThat(second.statement()).isInstanceOf(CreateStream.class);
    }

    @Test
    void continuousIsWhatSaysStreamOutside() {
        assertThat(query("SELECT STREAM * FROM s ORDER BY a").continuous()).isTrue();
        assertThat(query("SELECT * FROM (SELECT STREAM * FROM s)").continuous()).isFalse();
    }

    @Test
    void batchQueryHasNoStreamLeft() {
        QueryStatement query = query("SELECT STREAM DISTINCT a FROM (SELECT STREAM * FROM s)");

        assertThat(query.batchQuery().toString()).doesNotContain("STREAM");
        assertThat(query.toString()).contains("SELECT STREAM DISTINCT");
    }

    private static QueryStatement query(String sql) {
        return (QueryStatement) SqlParsing.parseStatement(sql).statement();
    }
}
