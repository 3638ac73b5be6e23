"""What is done at a database: Liquibase's tables, statements in order, what took effect."""
