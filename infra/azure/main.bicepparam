using 'main.bicep'

param name = 'dataworth'
param hub = 'dataworthv1'
param image = 'dataworth:0.1.0'
param workers = 'containerApps'
param mostWorkers = 4
param keepDays = 90
