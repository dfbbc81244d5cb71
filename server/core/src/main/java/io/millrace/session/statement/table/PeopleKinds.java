package io.millrace.session.statement.table;

import static io.millrace.session.statement.table.Effect.CONTROLS;
import static io.millrace.session.statement.table.StatementKind.of;

import io.millrace.catalog.Right;
import io.millrace.session.statement.people.Grants;
import io.millrace.session.statement.people.Persons;
import io.millrace.sql.tree.people.AlterOwner;
import io.millrace.sql.tree.people.AlterUser;
import io.millrace.sql.tree.people.CreateRole;
import io.millrace.sql.tree.people.CreateUser;
import io.millrace.sql.tree.people.Grant;
import io.millrace.sql.tree.people.GrantRole;
import io.millrace.sql.tree.people.Revoke;
import io.millrace.sql.tree.people.RevokeRole;
import java.util.List;

/** The part of the table of statements that is about users, roles and what they may do. */
final class PeopleKinds {

    static final List<StatementKind<?>> ALL = List.of(
            of(
                    CreateUser.class,
                    CONTROLS,
                    Demands.of(Right.ADMIN),
                    (statement, services, run) -> new Persons(services, run).create(statement)),
            of(
                    AlterUser.class,
                    CONTROLS,
                    Demands::alterUser,
                    (statement, services, run) -> new Persons(services, run).alter(statement)),
            of(
                    CreateRole.class,
                    CONTROLS,
                    Demands.of(Right.ADMIN),
                    (statement, services, run) -> new Persons(services, run).create(statement)),
            of(
                    Grant.class,
                    CONTROLS,
                    (grant, access) -> Demands.granting(grant.what(), grant, access),
                    (statement, services, run) -> new Grants(services, run).grant(statement)),
            of(
                    Revoke.class,
                    CONTROLS,
                    (revoke, access) -> Demands.granting(revoke.what(), revoke, access),
                    (statement, services, run) -> new Grants(services, run).revoke(statement)),
            of(
                    GrantRole.class,
                    CONTROLS,
                    Demands.of(Right.ADMIN),
                    (statement, services, run) -> new Grants(services, run).grant(statement)),
            of(
                    RevokeRole.class,
                    CONTROLS,
                    Demands.of(Right.ADMIN),
                    (statement, services, run) -> new Grants(services, run).revoke(statement)),
            of(
                    AlterOwner.class,
                    CONTROLS,
                    Demands.of(Right.ADMIN),
                    (statement, services, run) -> new Grants(services, run).own(statement)));

    private PeopleKinds() {}
}
