package io.millrace.session.statement;

import io.millrace.engine.driver.Driver;
import io.millrace.session.definition.Definitions;
import java.util.List;

/** Something that CREATE is about to bring into being: checked and opened, not yet visible. */
interface Definition {

    /** A version in which it exists. */
    Definitions.Version addTo(Definitions.Version base);

    /** Brings it to life in the driver; on failure nothing of it is left there. */
    void start(Driver driver);

    /** Gives back what was opened for it, when it does not come into being. */
    void abandon();

    List<String> warnings();
}
