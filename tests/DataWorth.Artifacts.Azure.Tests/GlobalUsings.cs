global using DataWorth.Tests.Shared;
