struct NothingYet {}
