SELECT id, CAST(body AS VARCHAR) FROM documents
SELECT * FROM kinds
SELECT * FROM sizes
SELECT * FROM receipts
SELECT * FROM fares
SELECT * FROM routes
SELECT * FROM suppliers
SELECT * FROM named
SELECT doubled(id), size FROM TABLE(large(4))
SELECT name, has_password, roles FROM sys.users
SELECT grantee, privilege, granted_on, name FROM sys.grants
SELECT name FROM sys.secrets
SELECT name, connector, used_by FROM sys.connections
