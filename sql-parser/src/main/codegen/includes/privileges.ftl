Statement GrantStatement() :
{
    final Span s;
    final PrivilegesOn what;
    final List<SqlIdentifier> roles;
    final List<SqlIdentifier> grantees;
}
{
    <GRANT> { s = span(); }
    (
        LOOKAHEAD(Privileges() <ON>)
        what = PrivilegesOn()
        <TO> grantees = Grantees()
        { return new Grant(s.end(this), what, grantees); }
    |
        roles = Names()
        <TO> grantees = Grantees()
        { return new GrantRole(s.end(this), roles, grantees); }
    )
}

Statement RevokeStatement() :
{
    final Span s;
    final PrivilegesOn what;
    final List<SqlIdentifier> roles;
    final List<SqlIdentifier> grantees;
}
{
    <REVOKE> { s = span(); }
    (
        LOOKAHEAD(Privileges() <ON>)
        what = PrivilegesOn()
        <FROM> grantees = Grantees()
        { return new Revoke(s.end(this), what, grantees); }
    |
        roles = Names()
        <FROM> grantees = Grantees()
        { return new RevokeRole(s.end(this), roles, grantees); }
    )
}

/** RELATIONS is a name rather than a keyword, so that the word stays free for other use. */
PrivilegesOn PrivilegesOn() :
{
    final Span s;
    final List<Privilege> privileges;
    final Optional<ObjectKind> kind;
    final SqlIdentifier object;
}
{
    privileges = Privileges() { s = span(); }
    <ON>
    (
        <ALL> object = SimpleIdentifier()
        {
            if (!object.getSimple().equalsIgnoreCase("RELATIONS")) {
                throw new SqlSyntaxException(object.getParserPosition(), "write ON ALL RELATIONS, or ON and a name");
            }
            return new PrivilegesOn(s.end(this), privileges, PrivilegesOn.Target.ALL_RELATIONS, Optional.<ObjectKind>empty(), object);
        }
    |
        LOOKAHEAD(<SCHEMA> SimpleIdentifier())
        <SCHEMA> object = SimpleIdentifier()
        { return new PrivilegesOn(s.end(this), privileges, PrivilegesOn.Target.SCHEMA, Optional.<ObjectKind>empty(), object); }
    |
        LOOKAHEAD(<SERVER>, { getToken(2).kind == TO || getToken(2).kind == FROM })
        <SERVER> { object = new SqlIdentifier("server", getPos()); }
        { return new PrivilegesOn(s.end(this), privileges, PrivilegesOn.Target.SERVER, Optional.<ObjectKind>empty(), object); }
    |
        kind = ObjectKindOpt() object = CompoundIdentifier()
        { return new PrivilegesOn(s.end(this), privileges, PrivilegesOn.Target.OBJECT, kind, object); }
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

/** Those that are no words of statements are names, so that the words stay free for other use. */
Privilege PrivilegeName() :
{
    final String name;
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
    <TRUNCATE> { return Privilege.TRUNCATE; }
|
    <CREATE> { return Privilege.CREATE; }
|
    <ALTER> { return Privilege.ALTER; }
|
    <DROP> { return Privilege.DROP; }
|
    name = Identifier() { return Privilege.named(name, getPos()); }
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
