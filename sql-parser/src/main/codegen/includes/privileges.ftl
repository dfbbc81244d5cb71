Statement GrantStatement() :
{
    final Span s;
    final List<Privilege> privileges;
    final Optional<ObjectKind> kind;
    final SqlIdentifier object;
    final List<SqlIdentifier> roles;
    final List<SqlIdentifier> grantees;
}
{
    <GRANT> { s = span(); }
    (
        LOOKAHEAD(PrivilegeName())
        privileges = Privileges()
        <ON> kind = ObjectKindOpt() object = CompoundIdentifier()
        <TO> grantees = Grantees()
        { return new Grant(s.end(this), privileges, kind, object, grantees); }
    |
        roles = Names()
        <TO> grantees = Grantees()
        { return new GrantRole(s.end(this), roles, grantees); }
    )
}

Statement RevokeStatement() :
{
    final Span s;
    final List<Privilege> privileges;
    final Optional<ObjectKind> kind;
    final SqlIdentifier object;
    final List<SqlIdentifier> roles;
    final List<SqlIdentifier> grantees;
}
{
    <REVOKE> { s = span(); }
    (
        LOOKAHEAD(PrivilegeName())
        privileges = Privileges()
        <ON> kind = ObjectKindOpt() object = CompoundIdentifier()
        <FROM> grantees = Grantees()
        { return new Revoke(s.end(this), privileges, kind, object, grantees); }
    |
        roles = Names()
        <FROM> grantees = Grantees()
        { return new RevokeRole(s.end(this), roles, grantees); }
    )
}

List<Privilege> Privileges() :
{
    final List<Privilege> privileges = new ArrayList<Privilege>();
    Privilege privilege;
}
{
    privilege = PrivilegeName() { privileges.add(privilege); }
    ( <COMMA> privilege = PrivilegeName() { privileges.add(privilege); } )*
    { return privileges; }
}

Privilege PrivilegeName() :
{
}
{
    <ALL> [ <PRIVILEGES> ] { return Privilege.ALL; }
|
    <SELECT> { return Privilege.SELECT; }
|
    <INSERT> { return Privilege.INSERT; }
|
    <UPDATE> { return Privilege.UPDATE; }
|
    <DELETE> { return Privilege.DELETE; }
|
    <CREATE> { return Privilege.CREATE; }
|
    <ALTER> { return Privilege.ALTER; }
|
    <DROP> { return Privilege.DROP; }
|
    <USAGE> { return Privilege.USAGE; }
}

Optional<ObjectKind> ObjectKindOpt() :
{
    final ObjectKind kind;
}
{
    LOOKAHEAD(ObjectKindName() CompoundIdentifier())
    kind = ObjectKindName() { return Optional.of(kind); }
|
    { return Optional.empty(); }
}

/** Users and roles share one space of names, so USER and ROLE before them are optional. */
List<SqlIdentifier> Grantees() :
{
    final List<SqlIdentifier> names = new ArrayList<SqlIdentifier>();
    SqlIdentifier name;
}
{
    [ <USER> | LOOKAHEAD(<ROLE> SimpleIdentifier()) <ROLE> ] name = SimpleIdentifier() { names.add(name); }
    (
        <COMMA>
        [ <USER> | LOOKAHEAD(<ROLE> SimpleIdentifier()) <ROLE> ] name = SimpleIdentifier() { names.add(name); }
    )*
    { return names; }
}
