package io.millrace.app.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.session.audit.Secrets;
import org.junit.jupiter.api.Test;

/** Passwords in statements, as others may read these. */
class HiddenPasswordsTest {

    @Test
    void passwordsAreHiddenWhereverTheyStand() {
        String other = "SELECT 'x' FROM t WHERE name = 'password ''y' -- it's";
        assertThat(Secrets.hidden(other)).isEqualTo(other);
        for (String text : new String[] {
            "ALTER USER a PASSWORD $",
            "ALTER USER a PASSWORD /* it's */ -- isn't\n $ \n $",
            "ALTER USER a WITH (\"password\" = $, 'sasl.password' = $, x = 'shown')",
            "ALTER USER a WITH (PassWord_Hash = U&$, admin = 'shown')",
            "CREATE CONNECTION c WITH (U&\"pass\\0077ord\" = $, x = 'shown')",
            "CREATE CONNECTION c WITH (u&\"pass!0077ord\" UESCAPE $ = $, x = 'shown')",
            "CREATE CONNECTION c WITH (U&'pass\\0077ord' = $, x = 'shown')"
        }) {
            assertThat(Secrets.hidden(text.replace("$", "'a''secret'"))).isEqualTo(text.replace("$", "'***'"));
        }
        assertThat(Secrets.hidden("-- it's \r\r\nCREATE USER a PASSWORD 'secret'"))
                .isEqualTo("-- it's \r\r\nCREATE USER a PASSWORD '***'");
        assertThat(Secrets.hidden("CREATE USER a PASSWORD 'secret")).isEqualTo("CREATE USER a PASSWORD '***'");
        assertThat(Secrets.hidden("PASSWORD '" + "''secret".repeat(100_000) + "'"))
                .isEqualTo("PASSWORD '***'");
    }
}
